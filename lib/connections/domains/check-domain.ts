import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { findCoveringCredential } from "@/lib/accounts/credentials/find-covering-credential";
import type { CoveringCredential } from "@/lib/accounts/credentials/find-covering-credentials";
import { assertHostname } from "@/lib/accounts/tokens/assert-hostname";
import { checkNow, noSlotForCheck } from "@/lib/connections/check-now";
import { evaluateCaa } from "@/lib/connections/domains/evaluate-caa";
import { evaluateZone } from "@/lib/connections/domains/evaluate-zone";
import { findConflicts } from "@/lib/connections/domains/find-conflicts";
import { recommendSetup } from "@/lib/connections/domains/recommend-setup";
import type { CheckDomainInput, DomainCheck } from "@/lib/connections/domains/schema";
import { surveyDomain } from "@/lib/connections/domains/survey-domain";
import { findConflicts as findHolders } from "@/lib/connections/hostname-conflict";
import { inTransaction } from "@/lib/db/transaction";
import { findAdapter } from "@/lib/dns/adapters/adapters";
import type { ParsedHostname } from "@/lib/dns/hostname";
import { canBeServedBy } from "@/lib/dns/providers/can-be-served-by";
import { dnsPageOf, type Provider } from "@/lib/dns/providers/catalog";
import { detectProvider, distinguishProvider } from "@/lib/dns/providers/detect-provider";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import { type RecordTemplate, recordTemplatesSchema } from "@/lib/dns/records/schema";
import type { AuthoritativeAnswer } from "@/lib/dns/resolver";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Analyses a hostname before it is connected; checks of a domain are limited. Changes nothing, and takes 5 s at most. Domain Connect is discovered by its
 * TXT record alone: the provider's settings (`https://<host>/v2/<domain>/settings`) are not fetched.
 * @throws Refusal invalid, forbidden (a widget token for another hostname), not_found (application), rate_limited
 */
export async function checkDomain(ctx: Context, input: CheckDomainInput): Promise<DomainCheck> {
  const parsed = assertHostname(ctx, input.hostname);
  const run = `check-domain ${parsed.hostname} ${input.applicationId ?? ""}`;
  return checkNow(ctx, { kind: "domain", run, of: parsed.registrableDomain }, () => check(ctx, input, parsed));
}

async function check(ctx: Context, input: CheckDomainInput, parsed: ParsedHostname): Promise<DomainCheck> {
  const { hostname, registrableDomain, kind } = parsed;
  const { edge } = ctx.policy;
  const templates = await findTemplates(ctx, input);
  const desired = desiredRecords(parsed, edge, templates);
  const hosts = desired.map((record) => record.host);
  const [survey, connectable] = await Promise.all([
    surveyDomain(ctx.resolver, { hostname, registrableDomain, hosts }),
    checkConnectable(ctx, hostname),
  ]);
  if (survey.answers.some(isOverloaded)) throw noSlotForCheck();
  const zone = evaluateZone(hostname, survey.answers);
  const provider = distinguishProvider(detectProvider(zone.nameservers), survey.soaContact);
  const offer = survey.domainConnect.find(isDomainConnectHost) ?? null;
  const credential = connectable.ok
    ? await findCredential(ctx, { input, hostname, provider, nameservers: zone.nameservers })
    : null;
  const caa = evaluateCaa(survey.caa, ctx.policy.caaIdentities);
  const canFlatten = provider?.capabilities.apexFlattening ?? false;
  const subject = { hostname, isZoneTop: kind === "apex" || zone.name === hostname, hasTemplate: templates !== null };
  return {
    hostname,
    hostnameUnicode: parsed.unicode,
    registrableDomain,
    kind,
    zone,
    provider: provider === null ? null : describeProvider(provider, zone.name ?? registrableDomain),
    capabilities: {
      // Without a known provider, nothing is promised.
      wildcard: provider?.capabilities.wildcard ?? false,
      apexFlattening: canFlatten,
      domainConnect: offer !== null,
      autoWrite: provider !== null && findAdapter(provider.key) !== null,
    },
    domainConnect: { supported: offer !== null, host: offer },
    setupType: credential === null ? "manual" : "automatic",
    // A visitor of the application's pages need not know of its credentials: `setup_type` says what they need.
    coveredByCredential:
      credential === null || ctx.actor.kind === "widget"
        ? null
        : { credentialId: credential.id, label: credential.label },
    recommendation: recommendSetup(subject, edge, provider),
    wwwRedirectRecommended: kind === "apex",
    desiredRecords: desired.map((record) => ({ ...record, priority: record.priority ?? null })),
    presentRecords: survey.present,
    conflicts: findConflicts({ desired, present: survey.present, edge, zone: zone.name, canFlatten }),
    caa: { verdict: caa.verdict, host: caa.host, records: caa.records, explanation: caa.explanation },
    connectable,
    checkedAt: ctx.now(),
  };
}

function isOverloaded({ delegation, servers }: AuthoritativeAnswer): boolean {
  const reasons = [delegation.kind === "ok" ? undefined : delegation.reason, ...servers.map(({ reason }) => reason)];
  return reasons.includes("overload");
}

/**
 * The credential of the application with which the records would be written. Null as well where its provider does not serve the
 * domain: what is written there is seen by nobody.
 */
async function findCredential(
  ctx: Context,
  {
    input,
    hostname,
    provider,
    nameservers,
  }: { input: CheckDomainInput; hostname: string; provider: Provider | null; nameservers: readonly string[] },
): Promise<CoveringCredential | null> {
  const applicationId = applicationOf(ctx, input) ?? (ctx.actor.kind === "key" ? ctx.actor.applicationId : undefined);
  if (applicationId === undefined) return null;
  const found = await findCoveringCredential(ctx, { applicationId, hostname, prefer: provider?.key ?? null });
  return found !== null && canBeServedBy(found.provider, nameservers) ? found : null;
}

/** A widget's visitor always connects to the widget's application. */
function applicationOf(ctx: Context, input: CheckDomainInput): string | undefined {
  return input.applicationId ?? (ctx.actor.kind === "widget" ? ctx.actor.applicationId : undefined);
}

async function findTemplates(ctx: Context, input: CheckDomainInput): Promise<RecordTemplate[] | null> {
  const id = applicationOf(ctx, input);
  if (id === undefined) return null;
  const { recordTemplate } = await getApplicationRow(ctx, id);
  return recordTemplate === null ? null : recordTemplatesSchema.parse(recordTemplate);
}

async function checkConnectable(ctx: Context, hostname: string): Promise<DomainCheck["connectable"]> {
  const refusal = (await inTransaction(ctx, (tx) => findHolders(ctx, tx, [hostname]))).get(hostname);
  if (refusal === undefined) return { ok: true, reason: null, message: null, contest: false };
  const reason = refusal.details?.heldBy === "own_connection" ? "own_connection" : "another_tenant";
  return { ok: false, reason, message: refusal.message, contest: reason === "another_tenant" };
}

function describeProvider(provider: Provider, zone: string): DomainCheck["provider"] {
  const { key, name, hostLabelStyle, notes } = provider;
  return { key, name, dnsPageUrl: dnsPageOf(provider, zone), hostLabelStyle, notes };
}

/** A host, and a path with some providers, as draft-ietf-dconn-domainconnect has it; a wildcard's TXT is none. */
function isDomainConnectHost(text: string): boolean {
  return text.length <= 255 && /^([a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{0,62}(\/[\w./-]*)?$/i.test(text);
}
