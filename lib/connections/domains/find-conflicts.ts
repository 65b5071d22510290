import type { PresentRecord, RecordConflict } from "@/lib/connections/domains/schema";
import { type EdgeTarget, normaliseAddress } from "@/lib/dns/compare-records";
import { normaliseName } from "@/lib/dns/domain-name";
import type { DesiredRecord } from "@/lib/dns/records";

export type ConflictInput = {
  desired: readonly DesiredRecord[];
  present: readonly PresentRecord[];
  edge: EdgeTarget;
  /** The zone that holds the hosts; null while unknown. */
  zone: string | null;
  /** The provider can flatten an alias at the top of a zone. */
  canFlatten: boolean;
};

/**
 * The records to remove or change before the desired ones can work, with a reason each. Pure, and by the rules of the
 * records check. A wildcard's answer is no conflict: an exact record takes precedence over it (RFC 4592).
 */
export function findConflicts(input: ConflictInput): RecordConflict[] {
  const hosts = new Set(input.desired.map((record) => normaliseName(record.host)));
  return [...hosts].flatMap((host) => {
    const wanted = input.desired.filter((record) => normaliseName(record.host) === host);
    const present = input.present.filter((record) => record.host === host && !record.wildcard);
    const alias = wanted.find((record) => record.type === "CNAME");
    return alias === undefined
      ? findBesideRecords(wanted, present, input.edge)
      : findBesideAlias(normaliseName(alias.value), host, present, input);
  });
}

function findBesideAlias(
  target: string,
  host: string,
  present: readonly PresentRecord[],
  { edge, zone, canFlatten }: ConflictInput,
): RecordConflict[] {
  const published = present.filter((record) => record.type === "CNAME");
  if (published.length > 0) {
    const wrong = published.filter(({ value }) => normaliseName(value) !== target);
    const reason =
      published.length === 1
        ? `This alias points elsewhere. Change its value to ${target}.`
        : `A name can have one CNAME alone. Delete this one, and keep the one to ${target}.`;
    return wrong.map((record) => conflict(record, reason));
  }
  const addresses = present.filter(isAddress);
  const foreign = addresses.filter((record) => !listAddresses(edge, []).has(normaliseAddress(record.value)));
  const isFlattened = addresses.length > 0 && foreign.length === 0;
  if (host === zone) {
    const stale = foreign.map((record) => conflict(record, "This address is not ours. Delete it."));
    return canFlatten || isFlattened ? stale : [...stale, standsAtTop(host, present)];
  }
  if (isFlattened) return [];
  const reason = "Nothing can stand beside a CNAME. Delete this record before you add the CNAME.";
  return present.map((record) => conflict(record, reason));
}

function standsAtTop(host: string, present: readonly PresentRecord[]): RecordConflict {
  const nameservers = present.filter((record) => record.type === "NS").map((record) => record.value);
  const reason = `${host} is the top of its zone, which cannot have a CNAME. Use address records instead.`;
  return { host, type: "NS", value: nameservers.join(", "), reason };
}

/** Addresses and texts are desired, and no alias. */
function findBesideRecords(
  wanted: readonly DesiredRecord[],
  present: readonly PresentRecord[],
  edge: EdgeTarget,
): RecordConflict[] {
  const wantsAddresses = wanted.some((record) => record.type === "A" || record.type === "AAAA");
  const ours = listAddresses(edge, wanted);
  return present.flatMap((record) => {
    if (record.type === "CNAME") {
      const leadsToUs = wantsAddresses && normaliseName(record.value) === normaliseName(edge.hostname);
      return leadsToUs ? [] : [conflict(record, "Nothing can stand beside a CNAME. Delete it.")];
    }
    if (!wantsAddresses || !isAddress(record) || ours.has(normaliseAddress(record.value))) return [];
    return [conflict(record, "This address is not ours: some visitors would end up there. Delete it.")];
  });
}

function conflict({ host, type, value }: PresentRecord, reason: string): RecordConflict {
  return { host, type, value, reason };
}

function isAddress(record: PresentRecord): boolean {
  return record.type === "A" || record.type === "AAAA";
}

function listAddresses(edge: EdgeTarget, wanted: readonly DesiredRecord[]): ReadonlySet<string> {
  const desired = wanted.filter((record) => record.type === "A" || record.type === "AAAA").map(({ value }) => value);
  return new Set([...edge.addresses, ...desired].map(normaliseAddress));
}
