import type { Answer } from "dns-packet";
import { dnskeyOf, signatureOf, type ZoneKey } from "@/e2e/dns-differential/zone-signer";
import { isEqualOrBelow, parentName } from "@/lib/dns/domain-name";

export type Data = Exclude<Answer, { type: "OPT" }>;

/** `records`: absolute names in lower case. `key`: it is signed. `unsigned`: types whose signatures are missing. */
export type WorldZone = { name: string; records: Data[]; key?: ZoneKey; unsigned?: readonly string[] };

export type ZoneAnswer = {
  rcode: 0 | 3;
  isAuthoritative: boolean;
  answers: Data[];
  authorities: Data[];
  additionals: Data[];
};

const maxAliases = 12;

/** What a correct server of the zone answers (RFC 1034, section 4.3.2; RFC 6672 for DNAME). Pure but for signatures. */
export function answerFromZone(zone: WorldZone, name: string, type: string, isSigned: boolean): ZoneAnswer {
  const answers: Data[] = [];
  let current = name;
  for (let followed = 0; followed <= maxAliases; followed += 1) {
    const step = findStep(zone, current, type);
    if (step.kind === "referral" && answers.length === 0) {
      const proof = at(zone, step.cut, "DS");
      return sign(zone, isSigned, {
        rcode: 0,
        isAuthoritative: false,
        answers: [],
        authorities: [...at(zone, step.cut, "NS"), ...(proof.length > 0 ? proof : denial(zone, step.cut, isSigned))],
        additionals: glueOf(zone, step.cut),
      });
    }
    if (step.kind === "alias") {
      answers.push(...step.records);
      current = step.target;
      if (isEqualOrBelow(current, zone.name)) continue;
      return sign(zone, isSigned, complete(answers));
    }
    if (step.kind === "records") return sign(zone, isSigned, complete([...answers, ...step.records]));
    if (step.kind === "referral") return sign(zone, isSigned, complete(answers));
    const authorities = [...at(zone, zone.name, "SOA"), ...denial(zone, current, isSigned)];
    // A signed zone denies a missing name like a missing type (RFC 9824), with one proof.
    const rcode = step.kind === "nxdomain" && !(isSigned && zone.key !== undefined) ? 3 : 0;
    return sign(zone, isSigned, { ...complete(answers), rcode, authorities });
  }
  return sign(zone, isSigned, complete(answers));
}

type Step =
  | { kind: "referral"; cut: string }
  | { kind: "alias"; records: Data[]; target: string }
  | { kind: "records"; records: Data[] }
  | { kind: "nodata" | "nxdomain" };

function findStep(zone: WorldZone, name: string, type: string): Step {
  const above = namesBetween(zone.name, name);
  const cut = above.find((candidate) => at(zone, candidate, "NS").length > 0 && !(type === "DS" && candidate === name));
  if (cut !== undefined) return { kind: "referral", cut };
  for (const owner of [zone.name, ...above]) {
    const [dname] = owner === name ? [] : at(zone, owner, "DNAME");
    if (dname?.type !== "DNAME") continue;
    const target = `${name.slice(0, -owner.length)}${dname.data}`;
    const synthesised: Data = { name, type: "CNAME", ttl: 60, data: target };
    return { kind: "alias", records: [dname, synthesised], target };
  }
  if (type === "DNSKEY" && name === zone.name && zone.key !== undefined) {
    return { kind: "records", records: [dnskeyOf(zone.name, zone.key) as Data] };
  }
  const exists = zone.records.some((record) => isEqualOrBelow(record.name, name));
  const owner = exists ? name : `*.${closestEncloser(zone, name)}`;
  const records = zone.records.filter((record) => record.name === owner).map((record) => ({ ...record, name }));
  const wanted = records.filter((record) => record.type === type);
  if (wanted.length > 0) return { kind: "records", records: wanted };
  const [alias] = records.filter((record) => record.type === "CNAME");
  if (alias?.type === "CNAME") return { kind: "alias", records: [alias], target: alias.data };
  return { kind: exists || records.length > 0 ? "nodata" : "nxdomain" };
}

/** The names below the top of the zone down to `name`, highest first. */
function namesBetween(top: string, name: string): string[] {
  const names: string[] = [];
  for (let current = name; current !== top && current !== ""; current = parentName(current)) names.unshift(current);
  return names;
}

function closestEncloser(zone: WorldZone, name: string): string {
  let current = parentName(name);
  while (current !== zone.name && !zone.records.some((record) => isEqualOrBelow(record.name, current))) {
    current = parentName(current);
  }
  return current;
}

function at(zone: WorldZone, name: string, type: string): Data[] {
  return zone.records.filter((record) => record.name === name && record.type === type);
}

function glueOf(zone: WorldZone, cut: string): Data[] {
  const names = at(zone, cut, "NS").map((record) => (record.type === "NS" ? record.data : ""));
  return zone.records.filter((record) => record.type === "A" && names.includes(record.name));
}

function complete(answers: Data[]): ZoneAnswer {
  return { rcode: 0, isAuthoritative: true, answers, authorities: [], additionals: [] };
}

/** The types that there are at the name, and nothing between it and the next possible name. */
function denial(zone: WorldZone, name: string, isSigned: boolean): Data[] {
  if (!isSigned || zone.key === undefined) return [];
  const types = new Set(zone.records.filter((record) => record.name === name).map(({ type }) => type));
  if (name === zone.name) types.add("DNSKEY");
  const rrtypes = [...types, "RRSIG", "NSEC"];
  return [{ name, type: "NSEC", ttl: 60, data: { nextDomain: `\0.${name}`, rrtypes } } as Data];
}

function sign(zone: WorldZone, isSigned: boolean, answer: ZoneAnswer): ZoneAnswer {
  const { key, unsigned = [] } = zone;
  if (!isSigned || key === undefined) return answer;
  const withSignatures = (records: Data[]): Data[] => {
    const sets = new Map<string, Data[]>();
    for (const record of records) {
      const owner = `${record.name} ${record.type}`;
      sets.set(owner, [...(sets.get(owner) ?? []), record]);
    }
    const signable = [...sets.values()].filter(([first]) => {
      if (first === undefined || unsigned.includes(first.type)) return false;
      // Neither delegations nor the CNAME that a DNAME stands for are signed.
      const isSynthesised = first.type === "CNAME" && at(zone, first.name, "CNAME").length === 0 && hasDname(records);
      return !isSynthesised && !(first.type === "NS" && first.name !== zone.name);
    });
    return [...records, ...signable.map((set) => signatureOf(zone.name, key, set) as Data)];
  };
  return { ...answer, answers: withSignatures(answer.answers), authorities: withSignatures(answer.authorities) };
}

function hasDname(records: readonly Data[]): boolean {
  return records.some(({ type }) => type === "DNAME");
}
