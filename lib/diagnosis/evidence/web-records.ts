import { isOver } from "@/lib/connections/machine";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { RecordAction } from "@/lib/diagnosis/evidence/finding";
import type { KnownNetwork } from "@/lib/diagnosis/evidence/known-networks";
import { wildcardProbe } from "@/lib/diagnosis/evidence/names-to-ask";
import {
  aliasesAt,
  answering,
  isInRanges,
  isOurs,
  ownZone,
  recordAction,
  sameAddress,
  serverLabel,
  valuesAt,
} from "@/lib/diagnosis/evidence/read-evidence";
import { isEqualOrBelow, normaliseName, parentName } from "@/lib/dns/domain-name";
import type { DesiredRecord } from "@/lib/dns/records";
import { allLeadToUs, hasArrived } from "@/lib/edge/judge-reach";

/** Reads evidence about the records that point to the edge. All pure. */

/** The desired records at the hostname itself: an alias, or addresses. */
export function desiredAt({ subject }: Evidence): { alias: DesiredRecord | null; addresses: DesiredRecord[] } {
  const own = subject.desired.filter(({ host }) => normaliseName(host) === subject.hostname);
  const addresses = own.filter(({ type }) => type === "A" || type === "AAAA");
  return { alias: own.find(({ type }) => type === "CNAME") ?? null, addresses };
}

/** The desired records at the hostname that the authority contradicts or lacks. Silence is neither. */
export function wrongRecords(evidence: Evidence): Evidence["records"] {
  if (evidence.connection !== null && isOver(evidence.connection.state)) return [];
  return evidence.records.filter(
    ({ record, observation }) =>
      normaliseName(record.host) === evidence.subject.hostname &&
      (observation.kind === "missing" || observation.kind === "conflict"),
  );
}

/** Published addresses that are not the edge's: those at the hostname, or at the end of its aliases. */
export function foreignAddresses(evidence: Evidence): string[] {
  const { hostname } = evidence.subject;
  const own = [...valuesAt(evidence, hostname, "A"), ...valuesAt(evidence, hostname, "AAAA")];
  const all = own.length > 0 ? own : (evidence.chain?.addresses ?? []);
  return all.filter((address) => !isOurs(evidence, address));
}

/** The network that an address or an alias on the way belongs to. */
export function findNetwork(evidence: Evidence, networks: readonly KnownNetwork[]): KnownNetwork | null {
  const addresses = foreignAddresses(evidence);
  const path = evidence.chain?.path ?? [];
  return (
    networks.find(
      ({ ranges, targets }) =>
        addresses.some((address) => isInRanges(address, ranges)) ||
        path.some((name) => targets.some((target) => isEqualOrBelow(name, target))),
    ) ?? null
  );
}

/** Our own edge answered at every published address: visitors reach us, whatever is in between. */
export function reachesUs(evidence: Evidence): boolean {
  return allLeadToUs(evidence.reach, (address) => isOurs(evidence, address));
}

/** A visitor's request over HTTPS was made to every address, and got our edge's answer, none of them an error. */
export function siteIsSeen({ reach }: Evidence): boolean {
  return (
    reach.length > 0 &&
    reach.every(
      ({ visits: { https } }) => https !== null && hasArrived(https) && (https.steps.at(-1)?.status ?? 500) < 400,
    )
  );
}

/** Where `siteIsSeen` does not hold, the site is not said to work. */
export function siteText(evidence: Evidence): string {
  return siteIsSeen(evidence)
    ? "The site works: we opened it over HTTPS as visitors do"
    : "Whether the site opens over HTTPS was not seen in this diagnosis";
}

/** The hostname has no record of its own: a wildcard of the zone answers for it. */
export function isWildcardAnswer(evidence: Evidence): boolean {
  const { hostname, kind, zone } = evidence.subject;
  if (kind === "apex" || zone === hostname) return false;
  return isSameAnswer(evidence, hostname, wildcardProbe(parentName(hostname)));
}

/** Both names have records, and the same ones. */
export function isSameAnswer(evidence: Evidence, one: string, other: string): boolean {
  return fingerprint(evidence, one) !== "" && fingerprint(evidence, one) === fingerprint(evidence, other);
}

function fingerprint(evidence: Evidence, name: string): string {
  const aliases = aliasesAt(evidence, name);
  return [...(aliases.length > 0 ? aliases : valuesAt(evidence, name, "A"))].sort().join(" ");
}

/** The record to publish instead of the current one. */
export function fixOf(evidence: Evidence, action: RecordAction["action"]): RecordAction | null {
  const { alias, addresses } = desiredAt(evidence);
  const wanted = alias ?? wrongRecords(evidence)[0]?.record ?? addresses[0];
  return wanted ? recordAction(evidence, action, normaliseName(wanted.host), wanted.type, wanted.value) : null;
}

/**
 * Every change that leaves the desired records alone at the hostname: what is in their way is deleted first. A CNAME cannot
 * have other records beside it (RFC 1034, section 3.6.2).
 */
export function changesAt(evidence: Evidence): RecordAction[] {
  const { hostname, kind, zone } = evidence.subject;
  const { alias, addresses } = desiredAt(evidence);
  const published = (type: string) => valuesAt(evidence, hostname, type).map((value) => ({ type, value }));
  const aliases = aliasesAt(evidence, hostname).map((value) => ({ type: "CNAME", value }));
  const others = [...published("A"), ...published("AAAA")];
  const texts = alias === null || kind === "apex" || hostname === zone ? [] : [...published("MX"), ...published("TXT")];
  const inTheWay = alias === null ? [...aliases, ...others.filter(({ value }) => !isOurs(evidence, value))] : others;
  const [first, ...more] = alias === null ? [] : aliases.filter(({ value }) => value !== normaliseName(alias.value));
  const hasAlias = aliases.some(({ value }) => alias !== null && value === normaliseName(alias.value));
  const extra = hasAlias && first !== undefined ? [first, ...more] : more;
  const deletions = [...inTheWay, ...texts, ...extra].map(({ type, value }) =>
    recordAction(evidence, "delete", hostname, type, value),
  );
  const wanted = alias === null ? addresses.filter((one) => !isPublished(evidence, one)) : hasAlias ? [] : [alias];
  const action = alias !== null && first !== undefined ? "change" : "add";
  return [...deletions, ...wanted.map(({ type, value }) => recordAction(evidence, action, hostname, type, value))];
}

function isPublished(evidence: Evidence, { type, value }: DesiredRecord): boolean {
  return valuesAt(evidence, evidence.subject.hostname, type).some((one) => sameAddress(one, value));
}

/** After an article: `CNAME to edge.example.net`, or `record of type A with 203.0.113.10`. */
export function wantedText(evidence: Evidence): string {
  const { alias, addresses } = desiredAt(evidence);
  if (alias !== null) return `CNAME to ${alias.value}`;
  const each = addresses.map(({ type, value }) => `record of type ${type} with ${value}`);
  return each.join(" and a ") || "record that points to us";
}

/** What each server that answers has at the hostname, for people. */
export function factsAt(evidence: Evidence): string[] {
  const { hostname } = evidence.subject;
  const servers = [...answering(evidence, hostname, "A"), ...answering(evidence, hostname, "AAAA")];
  const facts = servers.flatMap((server) =>
    server.records
      .filter(({ name }) => name === hostname)
      .map((record) => `${serverLabel(server)}: ${record.type} ${record.value}`),
  );
  return [...new Set(facts)];
}

/** Seconds until a secondary nameserver asks its primary again: the SOA's refresh (RFC 1035), a day at most. */
export function refreshSeconds(evidence: Evidence): number | null {
  const zone = ownZone(evidence);
  const refresh = Number(valuesAt(evidence, zone, "SOA")[0]?.split(" ")[3]);
  return Number.isFinite(refresh) && refresh > 0 ? Math.min(refresh, 86_400) : null;
}

export function laterBy(evidence: Evidence, seconds: number | null): string | null {
  return seconds === null ? null : new Date(Date.parse(evidence.takenAt) + seconds * 1_000).toISOString();
}
