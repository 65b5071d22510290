import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { findCoveringCredential } from "@/lib/accounts/credentials/find-covering-credential";
import type { CoveringCredential } from "@/lib/accounts/credentials/find-covering-credentials";
import { readDomainConnect, signingKeyOf } from "@/lib/accounts/domain-connect/domain-connect-row";
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
import { askAuthority, checkTemplate, findAuthority } from "@/lib/dns/domain-connect/discover";
import { services } from "@/lib/dns/domain-connect/template";
import type { ParsedHostname } from "@/lib/dns/hostname";
import { canBeServedBy } from "@/lib/dns/providers/can-be-served-by";
import type { Provider } from "@/lib/dns/providers/catalog";
import { detectProvider, distinguishProvider } from "@/lib/dns/providers/detect-provider";
import { dnsPageOf } from "@/lib/dns/providers/dns-page-of";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import { type RecordTemplate, recordTemplatesSchema } from "@/lib/dns/records/schema";
import type { AuthoritativeAnswer } from "@/lib/dns/resolver";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Analyses a hostname before it is connected; checks of a domain are limited. Changes nothing, and takes about 5 s at most.
 * @throws Refusal invalid, forbidden (a widget token for another hostname), not_found (application), rate_limited
 */
export async function checkDomain(ctx: Context, input: CheckDomainInput): Promise<DomainCheck> {
  const parsed = assertHostname(ctx, input.hostname);
  const run = `check-domain ${parsed.hostname} ${input.applicationId ?? ""}`;
  return checkNow(ctx, { kind: "domain", run, of: parsed.registrableDomain }, () => check(ctx, input, parsed));
}

const totalMs = 5_000;
/** Whatever the nameservers have left. */
const minBudgetMs = 500;

async function check(ctx: Context, input: CheckDomainInput, parsed: ParsedHostname): Promise<DomainCheck> {
  const { hostname, registrableDomain, kind } = parsed;
  const deadlineMs = performance.now() + totalMs;
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
  const domainConnect = await findDomainConnect(ctx, input, hostname, zone.name, survey.domainConnect, deadlineMs);
  const credential = connectable.ok
    ? await findCredential(ctx, { input, hostname, provider, nameservers: zone.nameservers })
    : null;
  const caa = evaluateCaa(
    survey.caa,
    ctx.policy.caaIdentities,
    ctx.policy.issuers.map(({ name }) => name),
  );
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
      domainConnect: domainConnect.supported,
      autoWrite: provider !== null && findAdapter(provider.key) !== null,
    },
    domainConnect,
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

/**
 * What the zone's provider says at the server that its record names. `offered`: it has the application's template too, and a key
 * of the application was found published.
 */
async function findDomainConnect(
  ctx: Context,
  input: CheckDomainInput,
  hostname: string,
  zone: string | null,
  texts: readonly string[],
  deadlineMs: number,
): Promise<DomainCheck["domainConnect"]> {
  const leftMs = () => Math.max(minBudgetMs, Math.ceil(deadlineMs - performance.now()));
  const { resolver, outbound, tenantId, policy } = ctx;
  const authority = findAuthority(texts, policy.sandbox);
  const none = { supported: false, host: authority?.host ?? null, offered: false };
  if (authority === null || zone === null) return none;
  const deps = { resolver, outbound, tenantId, allowLoopback: policy.sandbox };
  const { settings, problem } = await askAuthority(deps, zone, authority, leftMs());
  if (settings === null || problem !== null) return none;
  const supported = { ...none, supported: true };
  const applicationId = applicationOf(ctx, input);
  if (applicationId === undefined) return supported;
  const rows = await readDomainConnect(ctx, applicationId);
  if (rows.settings === null || signingKeyOf(rows.keys) === null) return supported;
  const ids = {
    providerId: rows.settings.providerId,
    serviceId: hostname === zone ? services.apex.id : services.web.id,
  };
  const check = await checkTemplate(deps, settings, ids, leftMs());
  return { ...supported, offered: check.kind === "supported" };
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
