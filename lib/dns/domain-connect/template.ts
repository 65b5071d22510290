import type { EdgeTarget } from "@/lib/dns/compare-records";
import type { DesiredRecord } from "@/lib/dns/records";
import { challenge } from "@/lib/dns/records/challenge";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import type { RecordTemplate } from "@/lib/dns/records/schema";

export const services = {
  /** A hostname below the top of its zone. */
  web: { id: "customdomain", name: "Custom domain", kind: "subdomain" },
  /** The top of a zone, which cannot have a CNAME. */
  apex: { id: "customdomain-apex", name: "Custom domain at the apex", kind: "apex" },
} as const;

export type ServiceKey = keyof typeof services;

export const serviceKeys = Object.keys(services) as ServiceKey[];

/** The template's only variable: the random part of the challenge. */
export const tokenVariable = "token";

export type TemplateRecord =
  | { type: "A" | "AAAA" | "CNAME"; host: string; pointsTo: string; ttl: number }
  | {
      type: "TXT";
      host: string;
      data: string;
      ttl: number;
      txtConflictMatchingMode: "None" | "All";
      essential?: "OnApply";
    };

export type DomainConnectTemplate = {
  providerId: string;
  providerName: string;
  serviceId: string;
  serviceName: string;
  version: number;
  logoUrl?: string;
  description: string;
  variableDescription: string;
  syncBlock: false;
  syncPubKeyDomain: string;
  syncRedirectDomain: string;
  hostRequired?: true;
  records: TemplateRecord[];
};

export type TemplateSource = {
  providerId: string;
  providerName: string;
  logoUrl: string | null;
  /** `syncPubKeyDomain`. */
  keyDomain: string;
  version: number;
  /** Where the provider may send the browser back to: hosts. */
  redirectHosts: readonly string[];
  /** The application's own records; null: the default ones. */
  recordTemplate: readonly RecordTemplate[] | null;
  edge: EdgeTarget;
};

export type BuiltTemplate = { ok: true; template: DomainConnectTemplate } | { ok: false; problem: string };

const challengeTtlSeconds = 300;
/** Stands for the hostname while the records of an application are written down as a template. */
const fqdn = "%fqdn%";

/**
 * The template to hand in at the repository of Domain Connect. Its records come from the function that instructions and
 * checks use, and stay right where a provider ignores the fields that say more (Cloudflare: hostRequired, essential,
 * conflict modes): everything in it is fixed but the token of the challenge.
 */
export function buildTemplate(source: TemplateSource, service: ServiceKey): BuiltTemplate {
  const { id: serviceId, name: serviceName, kind } = services[service];
  const wanted = desiredRecords({ hostname: fqdn, kind }, source.edge, source.recordTemplate);
  const problem = problemOf(wanted, service);
  if (problem !== null) return { ok: false, problem };
  const records = wanted.map(toTemplateRecord);
  const hasAlias = records.some(({ type, host }) => type === "CNAME" && host === "@");
  return {
    ok: true,
    template: {
      providerId: source.providerId,
      providerName: source.providerName,
      serviceId,
      serviceName,
      version: source.version,
      ...(source.logoUrl === null ? {} : { logoUrl: source.logoUrl }),
      description: `Connects ${service === "web" ? "a hostname" : "a domain"} to ${source.providerName}.`,
      variableDescription: `${tokenVariable}: random text that proves control of the hostname`,
      // Cloudflare wants it written, although false is the default.
      syncBlock: false,
      syncPubKeyDomain: source.keyDomain,
      // A list without spaces.
      syncRedirectDomain: source.redirectHosts.join(","),
      ...(hasAlias ? { hostRequired: true as const } : {}),
      records: [...records, challengeRecord()],
    },
  };
}

/** The records that applying a template to a hostname publishes. */
export function appliedRecords(template: DomainConnectTemplate, hostname: string, token: string): DesiredRecord[] {
  const fill = (text: string) =>
    text === "@" ? hostname : text.replaceAll(fqdn, hostname).replaceAll(`%${tokenVariable}%`, token);
  return template.records.map((record) => ({
    host: record.host === "@" ? hostname : `${record.host}.${hostname}`,
    type: record.type,
    value: fill(record.type === "TXT" ? record.data : record.pointsTo),
    ttl: record.ttl,
  }));
}

/** The value of the token variable for a connection; null: its challenge is not of the form that the template writes. */
export function tokenOf(challengeValue: string): string | null {
  const prefix = challenge.value("");
  return challengeValue.startsWith(prefix) ? challengeValue.slice(prefix.length) : null;
}

function challengeRecord(): TemplateRecord {
  return {
    type: "TXT",
    host: challenge.name("").replace(/\.$/, ""),
    data: challenge.value(`%${tokenVariable}%`),
    ttl: challengeTtlSeconds,
    // The name is ours alone: an older challenge there is replaced.
    txtConflictMatchingMode: "All",
    // It may be removed once control is proven, without the provider dropping the other records.
    essential: "OnApply",
  };
}

function toTemplateRecord({ host, type, value, ttl }: DesiredRecord): TemplateRecord {
  const label = host === fqdn ? "@" : host.slice(0, -fqdn.length - 1);
  const text = value === fqdn ? "@" : value;
  return type === "TXT"
    ? { type, host: label, data: text, ttl, txtConflictMatchingMode: "None" }
    : { type, host: label, pointsTo: text, ttl };
}

function problemOf(records: readonly DesiredRecord[], service: ServiceKey): string | null {
  const foreign = records.find(({ host, value }) =>
    [host, value].some((text) => text.replaceAll(fqdn, "").includes("%")),
  );
  if (foreign !== undefined) return `“${foreign.value}” has a percent sign, which starts a variable in a template.`;
  if (records.length === 0) return "There are no records to write: the edge has no addresses.";
  if (service === "apex" && records.some(({ type, host }) => type === "CNAME" && host === fqdn)) {
    return "The records of this application have a CNAME at the hostname itself, which the top of a zone cannot have.";
  }
  return null;
}
