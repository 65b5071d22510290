import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import { isOurs, sameAddress } from "@/lib/diagnosis/evidence/read-evidence";
import type { Step } from "@/lib/diagnosis/instructions/instructions";
import type { SetUpStep } from "@/lib/diagnosis/setup/schema";
import { normaliseName } from "@/lib/dns/domain-name";
import type { ResourceRecord, ServerAnswer } from "@/lib/dns/records";

/**
 * What one nameserver says of a step, its addresses taken together. `cachedSeconds`: for how long resolvers that ask it now
 * keep what is not right yet; 0: it is right; null: not known. `isSeen`: one of its addresses has the record.
 */
export type Sight = SetUpStep["servers"][number] & { cachedSeconds: number | null; isSeen: boolean };

export type SightEvidence = Pick<Evidence, "subject" | "edge" | "answers" | "records" | "ownership">;

type WantedStep = Pick<Step, "action" | "type" | "fullHost" | "value">;

const maxValues = 10;
const maxServers = 16;

/** Each nameserver once, in the order of the answers. Pure. Empty: nobody was asked for it. */
export function sightsOfStep(evidence: SightEvidence, step: WantedStep): Sight[] {
  const host = normaliseName(step.fullHost);
  const types = step.type === "CNAME" ? ["CNAME", "A", "AAAA"] : [step.type];
  const answers = evidence.answers
    .filter(({ name, type }) => name === host && types.includes(type))
    .flatMap(({ servers }) => servers);
  const judge = isSeenEverywhere(evidence, step)
    ? seeRight
    : (given: readonly ServerAnswer[]) => see(evidence, step, given);
  const sights = [...group(answers, ({ server }) => server)].map(([server, ofServer]) => {
    const byAddress = [...group(ofServer, ({ address }) => address).values()].map((given) => judge(given));
    return { server, ...worstOf(byAddress), isSeen: byAddress.some(({ status }) => status === "right") };
  });
  return sights.slice(0, maxServers);
}

type Seen = Omit<Sight, "server" | "isSeen">;

const silence: Seen = { status: "silent", values: [], cachedSeconds: null };

/** The check has compared the record as a whole: an address may stand in place of its alias. */
function isSeenEverywhere({ subject, ownership, records }: SightEvidence, step: WantedStep): boolean {
  if (step.action === "delete") return false;
  const { challenge } = subject;
  if (challenge !== null && step.type === "TXT" && step.fullHost === challenge.name) {
    return step.value === challenge.value && ownership?.kind === "match";
  }
  return records.some(
    ({ record, observation }) =>
      observation.kind === "match" &&
      record.type === step.type &&
      normaliseName(record.host) === normaliseName(step.fullHost) &&
      isSame(step.type, record.value, step.value),
  );
}

function seeRight(given: readonly ServerAnswer[]): Seen {
  const answers = given.filter(({ kind }) => kind !== "unreachable");
  if (answers.length === 0) return silence;
  const published = answers.flatMap(({ records, name }) => records.filter((record) => record.name === name));
  return { status: "right", values: valuesOf(published, null), cachedSeconds: 0 };
}

/** What one address answered, to all questions about the step. */
function see(evidence: SightEvidence, step: WantedStep, given: readonly ServerAnswer[]): Seen {
  const answers = given.filter(({ kind }) => kind !== "unreachable");
  if (answers.length === 0) return silence;
  const records = answers.flatMap((answer) => answer.records);
  const wanted = records.filter((record) => isWanted(evidence, step, record));
  if (step.action === "delete") return seeDeletion(step, wanted);
  const others = records.filter((record) => isInPlace(evidence, step, record) && !wanted.includes(record));
  const isRival = step.type === "CNAME" && others.some(({ type }) => type === "CNAME");
  if (wanted.length > 0 && !isRival) {
    return { status: "right", values: valuesOf(wanted, step.type), cachedSeconds: 0 };
  }
  if (others.length > 0) {
    return {
      status: "other",
      values: valuesOf(others, step.type),
      cachedSeconds: longest(others.map(({ ttl }) => ttl)),
    };
  }
  const negative = answers.map(({ negativeTtlSeconds }) => negativeTtlSeconds ?? null);
  return { status: "missing", values: [], cachedSeconds: longest(negative) };
}

function seeDeletion({ type }: WantedStep, left: readonly ResourceRecord[]): Seen {
  if (left.length === 0) return { status: "right", values: [], cachedSeconds: 0 };
  return { status: "other", values: valuesOf(left, type), cachedSeconds: longest(left.map(({ ttl }) => ttl)) };
}

/** The record itself, or what does the same. A text may stand behind an alias, at another name. */
function isWanted({ edge, ...evidence }: SightEvidence, step: WantedStep, record: ResourceRecord): boolean {
  const isText = step.type === "TXT" && step.action !== "delete";
  if (!isText && record.name !== normaliseName(step.fullHost)) return false;
  if (record.type === step.type) return isSame(step.type, record.value, step.value);
  if (step.action === "delete") return false;
  if (isAddress(step.type)) {
    return record.type === "CNAME" && edge !== null && normaliseName(record.value) === normaliseName(edge.hostname);
  }
  return step.type === "CNAME" && isAddress(record.type) && isOurs({ edge, ...evidence }, record.value);
}

/** Stands where the wanted record belongs, and leads elsewhere. Texts stand beside each other, but for the proof's. */
function isInPlace(evidence: SightEvidence, step: WantedStep, record: ResourceRecord): boolean {
  if (record.name !== normaliseName(step.fullHost)) return false;
  if (record.type === "CNAME") return true;
  if (step.type === "TXT") return record.type === "TXT" && record.name === evidence.subject.challenge?.name;
  if (isAddress(record.type)) {
    return (step.type === "CNAME" || step.type === record.type) && !isOurs(evidence, record.value);
  }
  return false;
}

function isAddress(type: string): boolean {
  return type === "A" || type === "AAAA";
}

function isSame(type: string, one: string, other: string): boolean {
  if (type === "CNAME") return normaliseName(one) === normaliseName(other);
  return isAddress(type) ? sameAddress(one, other) : one === other || one === `"${other}"`;
}

/** With their type where it is not the step's; null: of any. */
function valuesOf(records: readonly ResourceRecord[], type: string | null): string[] {
  const texts = records.map((record) =>
    type === null || record.type === type ? record.value : `${record.type} ${record.value}`,
  );
  return [...new Set(texts)].slice(0, maxValues);
}

/** null where one of them is not known. */
function longest(seconds: readonly (number | null)[]): number | null {
  const known = seconds.filter((one) => one !== null);
  return known.length === 0 || known.length < seconds.length ? null : Math.max(...known);
}

const badness = { silent: 0, right: 1, missing: 2, other: 3 } as const;

function worstOf(seen: readonly Seen[]): Seen {
  return seen.reduce((worst, one) => (badness[one.status] > badness[worst.status] ? one : worst), silence);
}

function group<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
