import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { readDomainConnect, signingKeyOf, templateOf } from "@/lib/accounts/domain-connect/domain-connect-row";
import { findPublishedKey, keyProblemTexts } from "@/lib/accounts/domain-connect/find-published-key";
import { assertHostname } from "@/lib/accounts/tokens/assert-hostname";
import { checkNow } from "@/lib/connections/check-now";
import { discoveryDeps, findZone } from "@/lib/connections/domain-connect/find-offer";
import type { DebugDomainConnectInput, DebugStep, DomainConnectReport } from "@/lib/connections/domain-connect/schema";
import type { DomainConnectKey, DomainConnectSettings } from "@/lib/db/generated/client";
import { buildApplyUrl, verifyApplyUrl } from "@/lib/dns/domain-connect/apply-url";
import { readPrivateKey } from "@/lib/dns/domain-connect/create-key-pair";
import {
  checkTemplate,
  type Discovery,
  type DiscoveryProblem,
  discoverDomainConnect,
  type TemplateCheck,
} from "@/lib/dns/domain-connect/discover";
import { keyRecords } from "@/lib/dns/domain-connect/key-records";
import { type ServiceKey, services } from "@/lib/dns/domain-connect/template";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Goes through Domain Connect for a hostname step by step, and says what each step asked, what came, and what is wrong.
 * Changes nothing.
 * @throws Refusal invalid, not_found (application), rate_limited
 */
export async function debugDomainConnect(ctx: Context, input: DebugDomainConnectInput): Promise<DomainConnectReport> {
  const { hostname, registrableDomain } = assertHostname(ctx, input.hostname);
  const run = `debug-domain-connect ${hostname} ${input.applicationId ?? ""}`;
  return checkNow(ctx, { kind: "domain", run, of: registrableDomain }, () => debug(ctx, hostname, input.applicationId));
}

async function debug(ctx: Context, hostname: string, applicationId: string | undefined): Promise<DomainConnectReport> {
  const application = applicationId === undefined ? null : await getApplicationRow(ctx, applicationId);
  const rows = application === null ? null : await readDomainConnect(ctx, application.id);
  const key = rows === null ? null : (signingKeyOf(rows.keys) ?? rows.keys[0] ?? null);
  const settings = rows?.settings ?? null;
  const zone = await findZone(ctx, hostname);
  const service: ServiceKey = zone === hostname ? "apex" : "web";
  const discovery = zone === null ? null : await discoverDomainConnect(discoveryDeps(ctx), zone);
  const built = application && settings && templateOf(ctx, application, settings, service);
  const isBuilt = built?.ok ?? false;
  const template =
    isBuilt && settings && discovery?.settings && discovery.problem === null
      ? await checkTemplate(discoveryDeps(ctx), discovery.settings, {
          providerId: settings.providerId,
          serviceId: services[service].id,
        })
      : null;
  const steps = [
    zoneStep(hostname, zone),
    recordStep(discovery),
    settingsStep(discovery),
    built && !built.ok
      ? step("template", "problem", `There is no template for this hostname: ${built.problem}`)
      : templateStep(template, settings, service),
    await keyStep(ctx, key, settings),
    signatureStep(ctx, key, discovery, settings, service),
  ];
  return { hostname, zone, supported: steps.every(({ status }) => status === "ok"), steps };
}

const titles: Record<DebugStep["key"], string> = {
  zone: "The zone",
  record: "The Domain Connect record",
  settings: "The provider's settings",
  template: "Your template at the provider",
  key: "Your public key",
  signature: "The signature",
};

function step(
  key: DebugStep["key"],
  status: DebugStep["status"],
  explanation: string,
  asked: string | null = null,
  answer: string | null = null,
): DebugStep {
  return { key, status, title: titles[key], asked, answer, explanation };
}

function zoneStep(hostname: string, zone: string | null): DebugStep {
  const asked = `The zone that holds ${hostname}`;
  return zone === null
    ? step("zone", "problem", "No zone was found. Is the domain registered, and do its nameservers answer?", asked)
    : step("zone", "ok", `Discovery asks the zone ${zone}, never a hostname in it.`, asked, zone);
}

const recordProblems: Partial<Record<DiscoveryProblem, string>> = {
  dns_unreachable: "The nameservers did not answer.",
  no_record: "There is none: the DNS provider of this zone does not offer Domain Connect.",
  bad_record: "Its value is no hostname, so that nobody can be asked.",
};

const settingsProblems: Partial<Record<DiscoveryProblem, string>> = {
  not_here: "The named provider does not hold this zone: the record is left over from before the domain moved.",
  settings_unreachable: "The server that the record names gave no settings.",
  settings_invalid: "The settings cannot be used.",
  no_sync_flow: "The provider has no synchronous flow (`urlSyncUX`), the only one that Latchkey uses.",
};

function recordStep(discovery: Discovery | null): DebugStep {
  if (discovery === null) return step("record", "skipped", "There is no zone to ask.");
  const { record, problem } = discovery;
  const text = problem === null ? undefined : recordProblems[problem];
  const values = record.values.map((value) => value.slice(0, 200)).join(", ") || "no TXT record";
  return step(
    "record",
    text ? "problem" : "ok",
    text ?? "It names the provider's server.",
    `TXT ${record.name}`,
    values,
  );
}

function settingsStep(discovery: Discovery | null): DebugStep {
  if (discovery === null || discovery.settingsUrl === null) {
    return step("settings", "skipped", "There is no server to ask.");
  }
  const { settings, settingsUrl, answer, problem } = discovery;
  const text = problem === null ? undefined : settingsProblems[problem];
  const found =
    settings && `${answer}: ${settings.providerName} (${settings.providerId}), ${settings.urlSyncUX ?? "no urlSyncUX"}`;
  return step(
    "settings",
    text ? "problem" : "ok",
    text ?? `${settings?.providerName ?? "The provider"} holds this zone and has the synchronous flow.`,
    `GET ${settingsUrl}`,
    found ?? answer,
  );
}

function templateStep(
  check: TemplateCheck | null,
  settings: DomainConnectSettings | null,
  service: ServiceKey,
): DebugStep {
  if (settings === null) return step("template", "skipped", "Choose an application with Domain Connect settings.");
  if (check === null) return step("template", "skipped", "There is no provider to ask.");
  const name = `${settings.providerId}.${services[service].id}`;
  const texts = {
    supported: `The provider has the template ${name}.`,
    not_onboarded: `The provider does not have the template ${name}. Hand it in there: a merge into the repository of templates deploys it nowhere.`,
    unreachable: "The provider did not answer whether it has the template.",
  };
  const status = check.kind === "supported" ? "ok" : "problem";
  return step("template", status, texts[check.kind], `GET ${check.url}`, check.answer);
}

async function keyStep(
  ctx: Context,
  key: DomainConnectKey | null,
  settings: DomainConnectSettings | null,
): Promise<DebugStep> {
  if (settings === null) return step("key", "skipped", "Choose an application with Domain Connect settings.");
  if (key === null)
    return step("key", "problem", "The application has no key yet. Create one on its Domain Connect page.");
  const { host, published, problem } = await findPublishedKey(ctx, key, settings.keyDomain);
  const answer = `${published.length} of ${keyRecords(key.publicKey).length} records`;
  if (problem !== null) return step("key", "problem", keyProblemTexts[problem](host), `TXT ${host}`, answer);
  const text =
    key.publishedAt === null
      ? "It is published as it should be. Check the keys on the application's page, so that it signs."
      : "It is published as it should be.";
  return step("key", key.publishedAt === null ? "problem" : "ok", text, `TXT ${host}`, answer);
}

/** Signs a URL as a visitor gets it, and verifies it as the provider does, with the key that is published. */
function signatureStep(
  ctx: Context,
  key: DomainConnectKey | null,
  discovery: Discovery | null,
  settings: DomainConnectSettings | null,
  service: ServiceKey,
): DebugStep {
  if (key === null || settings === null) return step("signature", "skipped", "There is no key to sign with.");
  const url = buildApplyUrl({
    urlSyncUX: discovery?.settings?.urlSyncUX ?? "https://provider.example",
    providerId: settings.providerId,
    serviceId: services[service].id,
    params: {
      domain: discovery?.zone ?? "example.com",
      ...(service === "web" ? { host: "shop" } : {}),
      token: "example",
    },
    key: { name: key.name, privateKey: readPrivateKey(ctx.encryptor.decrypt(key.privateKey)) },
  });
  return verifyApplyUrl(url, key.publicKey)
    ? step(
        "signature",
        "ok",
        "A URL that is signed with this key verifies with its public key.",
        url.replace(/&sig=.*/, "&sig=…"),
      )
    : step("signature", "problem", "A URL that is signed with this key does not verify. Create a new key.", url);
}
