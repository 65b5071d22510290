import { compareRecord, type EdgeTarget, normaliseAddress } from "@/lib/dns/compare-records";
import { normaliseName } from "@/lib/dns/domain-name";
import {
  type AnswerLookup,
  listViews,
  type Question,
  readViews,
  type ServerViews,
  type View,
} from "@/lib/dns/published-views";
import type { DesiredRecord, RecordObservation, ServerAnswer, TxtObservation } from "@/lib/dns/records";
import type { AuthoritativeAnswer, DnsResolver } from "@/lib/dns/resolver";
import { hasAnswered } from "@/lib/dns/silent-zones";

/**
 * Compares what should be published with what the authority publishes. Never rejects. Asks only what the comparison needs:
 * a correct CNAME costs one question per server.
 */
export async function observeRecords(
  resolver: DnsResolver,
  desired: readonly DesiredRecord[],
  edge: EdgeTarget,
): Promise<RecordObservation[]> {
  return gather(resolver, (open) =>
    desired.map((record) => {
      const { answers, listServers } = open();
      const { observation, observedValue } = compareRecord(record, { desired, edge, answers });
      return {
        record,
        observation: observation.kind === "pending" ? { kind: "unreachable", reason: gaveUp } : observation,
        observedValue,
        servers: listServers(),
      };
    }),
  );
}

/**
 * Checks that every server that answers has exactly this TXT value (strings of one record joined). Never rejects. An
 * alias at the name is followed, so that a challenge can be delegated.
 */
export async function observeTxt(resolver: DnsResolver, name: string, expected: string): Promise<TxtObservation> {
  return gather(resolver, (open) => {
    const { answers, listServers } = open();
    const views = readViews(answers, normaliseName(name), { read: "texts", stopAt: null, readBehindAlias: true });
    return { ...compareTexts(views, expected), servers: listServers() };
  });
}

/**
 * Every address that visitors of a name can reach, from any of its nameservers, aliases followed. Empty: there is none, or a
 * chain of aliases could not be followed to its end. Never rejects.
 */
export async function observeAddresses(resolver: DnsResolver, name: string): Promise<string[]> {
  return gather(resolver, (open) => {
    const options = { read: "addresses", stopAt: null, readBehindAlias: true } as const;
    const ends = listViews(open().answers, normaliseName(name), options).map((view) =>
      view.kind === "end" ? view.values.map(normaliseAddress) : [],
    );
    return ends.every((values) => values.length > 0) ? [...new Set(ends.flat())] : [];
  });
}

const maxRounds = 24;
const maxQuestions = 64;
/**
 * Whoever owns a zone chooses the addresses that its queries go to: a check must not be a way to flood somebody else's. So
 * few are sent at a time, and after four to which no server answered, none.
 */
const maxAtOnce = 4;
const maxSilent = 4;
const maxGatherMs = 10_000;
const gaveUp = "too many look-ups";

type OpenAnswers = () => { answers: AnswerLookup; listServers(): ServerAnswer[] };

/** Lets a pure comparison name the answers it lacks, fetches them, and runs it again, until it lacks none. */
async function gather<T>(resolver: DnsResolver, compare: (open: OpenAnswers) => T): Promise<T> {
  const answers = new Map<string, AuthoritativeAnswer>();
  let silent = 0;
  const startedAtMs = performance.now();
  for (let round = 1; ; round += 1) {
    const lacking = new Map<string, Question>();
    const result = compare(() => openLookup(answers, lacking));
    if (lacking.size === 0) {
      return result;
    }
    const isTooMuch = round > maxRounds || answers.size + lacking.size > maxQuestions || silent >= maxSilent;
    if (isTooMuch || performance.now() - startedAtMs > maxGatherMs) {
      return compare(() => openLookup(answers, null));
    }
    const next = [...lacking].slice(0, maxAtOnce);
    await Promise.all(
      next.map(async ([key, { name, type }]) => {
        const answer = await resolver.ask(name, type);
        answers.set(key, answer);
        if (isSilent(answer)) silent += 1;
      }),
    );
  }
}

function isSilent({ servers }: AuthoritativeAnswer): boolean {
  return servers.length > 0 && !servers.some(hasAnswered);
}

/** With `lacking` null nothing more will be asked: what is missing reads as unreachable. */
function openLookup(
  answers: ReadonlyMap<string, AuthoritativeAnswer>,
  lacking: Map<string, Question> | null,
): ReturnType<OpenAnswers> {
  const consulted = new Set<AuthoritativeAnswer>();
  const peek: AnswerLookup["peek"] = (name, type) => answers.get(`${type} ${name}`) ?? null;
  const lookup: AnswerLookup = {
    peek,
    consult(name, type) {
      const answer = peek(name, type);
      if (answer !== null) {
        consulted.add(answer);
      } else if (lacking === null) {
        return { name, type, zone: null, delegation: { kind: "unreachable", reason: "too_many_lookups" }, servers: [] };
      } else {
        lacking.set(`${type} ${name}`, { name, type });
      }
      return answer;
    },
  };
  return { answers: lookup, listServers: () => Array.from(consulted, (answer) => answer.servers).flat() };
}

const maxValues = 20;
const maxValueLength = 512;

type TxtOutcome =
  | { kind: "match" }
  | { kind: "missing" }
  | { kind: "seen"; values: string[]; agreeing: string[]; disagreeing: string[] }
  | { kind: "unreachable"; reason: string };

function compareTexts(views: ServerViews[] | View, expected: string): TxtOutcome {
  if (!Array.isArray(views)) {
    // Nobody answered for the name, or its whole domain does not exist.
    return views.kind === "end" ? { kind: "missing" } : { kind: "unreachable", reason: reasonOf([views]) };
  }
  const agreeing: string[] = [];
  const disagreeing: string[] = [];
  const silent: View[] = [];
  const values = new Set<string>();
  for (const entry of views) {
    const label = `${entry.server.server} (${entry.server.address})`;
    const texts = entry.views.map((view) => (view.kind === "end" ? view.values : []));
    for (const text of texts.flat()) values.add(text);
    if (texts.every((strings) => strings.includes(expected))) agreeing.push(label);
    else if (entry.views.some((view) => view.kind === "unknown" || view.kind === "pending"))
      silent.push(...entry.views);
    else disagreeing.push(label);
  }
  if (disagreeing.length === 0 && silent.length === 0) {
    return { kind: "match" };
  }
  if (values.size > 0) {
    return { kind: "seen", values: boundValues(values, expected), agreeing, disagreeing };
  }
  return disagreeing.length > 0 ? { kind: "missing" } : { kind: "unreachable", reason: reasonOf(silent) };
}

/** The expected value is never the one that is cut off. */
function boundValues(values: ReadonlySet<string>, expected: string): string[] {
  const ordered = values.has(expected) ? [expected, ...values] : [...values];
  return [...new Set(ordered)].slice(0, maxValues).map((value) => value.slice(0, maxValueLength));
}

function reasonOf(views: readonly View[]): string {
  const reasons = views.flatMap((view) => (view.kind === "unknown" ? [view.reason] : []));
  return [...new Set(reasons)].join(", ") || gaveUp;
}
