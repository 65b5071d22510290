import {
  type DomainConnectRows,
  readDomainConnect,
  signingKeyOf,
  templateOf,
} from "@/lib/accounts/domain-connect/domain-connect-row";
import type { ConnectionRow } from "@/lib/connections/connection-row";
import { templatesOf } from "@/lib/connections/connection-row";
import type { UnsupportedReason } from "@/lib/connections/domain-connect/schema";
import { surveyDomain } from "@/lib/connections/domains/survey-domain";
import type { Application, DomainConnectKey } from "@/lib/db/generated/client";
import { checkTemplate, type DiscoveryDeps, discoverDomainConnect } from "@/lib/dns/domain-connect/discover";
import { type Deletion, findDeletions } from "@/lib/dns/domain-connect/find-deletions";
import type { ProviderSettings } from "@/lib/dns/domain-connect/provider-settings";
import {
  appliedRecords,
  type DomainConnectTemplate,
  type ServiceKey,
  services,
  tokenOf,
  tokenVariable,
} from "@/lib/dns/domain-connect/template";
import { isEqualOrBelow } from "@/lib/dns/domain-name";
import type { DesiredRecord } from "@/lib/dns/records";
import { challenge } from "@/lib/dns/records/challenge";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import type { Context } from "@/lib/platform/ports/context";

export type FoundOffer =
  | {
      ok: true;
      settings: ProviderSettings & { urlSyncUX: string };
      conflicts: Deletion[];
      key: DomainConnectKey;
      providerId: string;
      serviceId: string;
      /** `domain`, `host` and the variables of the apply URL. */
      params: Record<string, string>;
    }
  | { ok: false; reason: UnsupportedReason; explanation: string; settings: ProviderSettings | null };

/** What the provider says about a zone changes rarely, and an open page asks again and again. */
const rememberedMs = 30_000;

/** Whether a connection's records can be set at its DNS provider's own page now. Changes nothing; takes about 10 s at most. */
export async function findOffer(
  ctx: Context,
  row: ConnectionRow,
  application: Pick<Application, "id" | "recordTemplate">,
): Promise<FoundOffer> {
  const rows = await readDomainConnect(ctx, application.id);
  const { settings } = rows;
  const key = signingKeyOf(rows.keys);
  if (settings === null) return unsupported("not_configured");
  if (key === null) return unsupported("key_not_published");
  const zone = await findZone(ctx, row.hostname);
  if (zone === null || !isEqualOrBelow(zone, row.registrableDomain)) return unsupported("zone_unknown");
  const plan = planTemplate(ctx, row, application, rows, zone);
  if (!plan.ok) return unsupported(plan.reason, null, plan.explanation);
  const deps = discoveryDeps(ctx);
  const discovery = await ctx.memory.share(`domain-connect ${ctx.tenantId} ${zone}`, rememberedMs, () =>
    discoverDomainConnect(deps, zone),
  );
  const offered = discovery.settings;
  if (offered?.urlSyncUX == null || discovery.problem !== null) {
    return unsupported(discovery.problem ?? "no_sync_flow", offered);
  }
  const serviceId = services[plan.service].id;
  const [check, conflicts] = await Promise.all([
    ctx.memory.share(
      `domain-connect-template ${ctx.tenantId} ${zone} ${settings.providerId} ${serviceId}`,
      rememberedMs,
      () => checkTemplate(deps, offered, { providerId: settings.providerId, serviceId }),
    ),
    findConflicts(ctx, row, plan.applied, plan.template),
  ]);
  if (check.kind === "not_onboarded") return unsupported("template_not_onboarded", offered);
  if (check.kind === "unreachable") return unsupported("template_unreachable", offered);
  return {
    ok: true,
    settings: { ...offered, urlSyncUX: offered.urlSyncUX },
    conflicts,
    key,
    providerId: settings.providerId,
    serviceId,
    params: {
      domain: zone,
      ...(row.hostname === zone ? {} : { host: row.hostname.slice(0, -zone.length - 1) }),
      [tokenVariable]: plan.token,
    },
  };
}

export function discoveryDeps(ctx: Context): DiscoveryDeps {
  const { resolver, outbound, tenantId, policy } = ctx;
  return { resolver, outbound, tenantId, allowLoopback: policy.sandbox };
}

/** The zone that holds a hostname; null: not known. */
export async function findZone({ resolver }: Pick<Context, "resolver">, hostname: string): Promise<string | null> {
  const { zone, delegation } = await resolver.ask(hostname, "SOA", { budgetMs: zoneBudgetMs });
  return delegation.kind === "ok" ? zone : null;
}

const zoneBudgetMs = 4_000;

type Plan =
  | { ok: true; service: ServiceKey; template: DomainConnectTemplate; applied: DesiredRecord[]; token: string }
  | { ok: false; reason: UnsupportedReason; explanation?: string };

/** Whether the application's template publishes exactly what this connection wants. */
function planTemplate(
  ctx: Context,
  row: ConnectionRow,
  application: Pick<Application, "recordTemplate">,
  { settings }: DomainConnectRows,
  zone: string,
): Plan {
  const isTop = row.hostname === zone;
  const service: ServiceKey = isTop ? "apex" : "web";
  const token = tokenOf(row.challengeValue);
  if (settings === null || token === null) return { ok: false, reason: "records_differ" };
  const wanted = desiredRecords(row, ctx.policy.edge, templatesOf(row));
  if (isTop && wanted.some(({ type, host }) => type === "CNAME" && host === row.hostname)) {
    return { ok: false, reason: "zone_top" };
  }
  const built = templateOf(ctx, application, settings, service);
  if (!built.ok) return { ok: false, reason: "records_differ", explanation: built.problem };
  const applied = appliedRecords(built.template, row.hostname, token);
  const proof = { host: challenge.name(row.hostname), type: "TXT", value: row.challengeValue } as const;
  const isSame = textOf(applied) === textOf([...wanted, { ...proof, ttl: 0 }]);
  return isSame
    ? { ok: true, service, template: built.template, applied, token }
    : { ok: false, reason: "records_differ" };
}

function textOf(records: readonly DesiredRecord[]): string {
  return JSON.stringify(records.map(({ host, type, value }) => `${type} ${host} ${value}`).sort());
}

async function findConflicts(
  { resolver }: Context,
  { hostname, registrableDomain }: ConnectionRow,
  applied: readonly DesiredRecord[],
  template: DomainConnectTemplate,
): Promise<Deletion[]> {
  const hosts = applied.map(({ host }) => host);
  const { present } = await surveyDomain(resolver, { hostname, registrableDomain, hosts });
  const wholeTexts = template.records.flatMap((record, index) =>
    record.type === "TXT" && record.txtConflictMatchingMode === "All" ? [applied[index]?.host ?? ""] : [],
  );
  return findDeletions(
    applied,
    present.filter(({ wildcard }) => !wildcard),
    new Set(wholeTexts),
  );
}

function unsupported(
  reason: UnsupportedReason,
  settings: ProviderSettings | null = null,
  explanation: string = reasonTexts[reason],
): FoundOffer {
  return { ok: false, reason, explanation, settings };
}

/** In whole sentences, for the integrator. */
const reasonTexts: Record<UnsupportedReason, string> = {
  not_configured: "Domain Connect is not set up for this application.",
  key_not_published: "No key of this application was found published yet, so that nothing can be signed.",
  records_differ: "This connection's records are not those of the application's template.",
  zone_top: "The hostname is the top of its zone, which cannot have the CNAME that it is to get.",
  zone_unknown: "The zone of this hostname could not be found.",
  dns_unreachable: "The nameservers of this zone did not answer.",
  no_record: "The DNS provider of this zone does not offer Domain Connect.",
  bad_record: "The Domain Connect record of this zone names no host.",
  not_here: "The Domain Connect record of this zone is left over from another provider.",
  settings_unreachable: "The DNS provider's Domain Connect settings could not be read.",
  settings_invalid: "The DNS provider's Domain Connect settings cannot be used.",
  no_sync_flow: "The DNS provider offers another kind of Domain Connect only.",
  template_not_onboarded: "The DNS provider does not have the application's template yet.",
  template_unreachable: "The DNS provider did not say whether it has the application's template.",
};
