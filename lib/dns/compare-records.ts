import ipaddr from "ipaddr.js";
import { aliasTargets } from "@/lib/dns/alias-targets";
import { normaliseName } from "@/lib/dns/domain-name";
import { type AnswerLookup, listViews, type View, type ViewOptions } from "@/lib/dns/published-views";
import type { DesiredRecord, Observation } from "@/lib/dns/records";
import type { AuthoritativeAnswer } from "@/lib/dns/resolver";

/** Where traffic must end up: the edge's name and its addresses (empty: the name is resolved when needed). */
export type EdgeTarget = { hostname: string; addresses: readonly string[] };

export type ComparisonInput = { desired: readonly DesiredRecord[]; edge: EdgeTarget; answers: AnswerLookup };

/** `pending`: an answer that is needed was not gathered yet. */
export type Comparison = { observation: Observation | { kind: "pending" }; observedValue: string | null };

/**
 * Compares one desired record with the authoritative answers. Pure. Names are compared as a whole, ignoring case;
 * addresses as the whole set of their host, both families. All servers that answered must agree; those that did not have no vote.
 */
export function compareRecord(record: DesiredRecord, input: ComparisonInput): Comparison {
  const host = normaliseName(record.host);
  const rule = rules[record.type];
  const outcomes = listViews(input.answers, host, rule.views(record, input)).map((view) =>
    rule.compare(view, record, input),
  );
  const several = severalAliases(host, input.answers);
  const observation = several.length > 0 ? conflict(several) : mergeOutcomes(outcomes);
  return { observation, observedValue: summarise(host, record, input) };
}

/** CNAMEs that one server publishes together: whichever is right, resolvers follow any of them, or fail. */
function severalAliases(host: string, answers: AnswerLookup): string[] {
  const given = (["A", "AAAA", "TXT"] as const).flatMap((type) => answers.peek(host, type)?.servers ?? []);
  return given.map(({ records }) => aliasTargets(records, host)).find((targets) => targets.length > 1) ?? [];
}

type Outcome = Comparison["observation"];
type Rule = {
  views(record: DesiredRecord, input: ComparisonInput): ViewOptions;
  compare(view: View, record: DesiredRecord, input: ComparisonInput): Outcome;
};

const alias: Rule = {
  views: (record) => ({ read: "addresses", stopAt: normaliseName(record.value), readBehindAlias: false }),
  compare: (view, record, input) => {
    if (view.kind !== "end") return compareOpenView(view);
    if (view.path.length > 0) return conflict(view.path.slice(0, 1));
    return view.values.length === 0 ? { kind: "missing" } : compareFlattened(view.values, record, input);
  },
};

const address: Rule = {
  views: (_record, { edge }) => ({ read: "addresses", stopAt: normaliseName(edge.hostname), readBehindAlias: true }),
  compare: (view, record, { desired, edge }) => {
    if (view.kind !== "end") return compareOpenView(view);
    const ours = addressesOfHost(record.host, desired, edge);
    const published = view.values.map(normaliseAddress);
    const foreign = published.filter((value) => !ours.has(value));
    const isDangling = view.path.length > 0 && published.length === 0;
    if (foreign.length > 0 || isDangling) return conflict(view.path.length > 0 ? view.path.slice(0, 1) : foreign);
    return { kind: published.includes(normaliseAddress(record.value)) ? "match" : "missing" };
  },
};

const text: Rule = {
  views: () => ({ read: "texts", stopAt: null, readBehindAlias: true }),
  compare: (view, record) => {
    if (view.kind !== "end") return compareOpenView(view);
    return { kind: view.values.includes(record.value) ? "match" : "missing" };
  },
};

const rules: Record<DesiredRecord["type"], Rule> = { A: address, AAAA: address, CNAME: alias, TXT: text };

function compareOpenView(view: Exclude<View, { kind: "end" }>): Outcome {
  if (view.kind === "reached") return { kind: "match" };
  if (view.kind === "loop") return conflict(view.path.slice(0, 1));
  return view.kind === "pending" ? { kind: "pending" } : { kind: "unreachable", reason: view.reason };
}

/** Addresses in place of the alias match if each is an address of the target (ALIAS, ANAME, a flattening provider). */
function compareFlattened(values: readonly string[], record: DesiredRecord, input: ComparisonInput): Outcome {
  const { edge, answers } = input;
  const ours = new Set(edge.addresses.map(normaliseAddress));
  const published = values.map(normaliseAddress);
  const target = normaliseName(record.value);
  const isKnown = target === normaliseName(edge.hostname) && ours.size > 0;
  if (!isKnown && published.some((value) => !ours.has(value))) {
    for (const view of listViews(answers, target, { read: "addresses", stopAt: null, readBehindAlias: true })) {
      if (view.kind === "pending" || view.kind === "unknown") return compareOpenView(view);
      if (view.kind === "end") for (const value of view.values) ours.add(normaliseAddress(value));
    }
  }
  const foreign = published.filter((value) => !ours.has(value));
  return foreign.length === 0 ? { kind: "match" } : conflict(foreign);
}

/** One contradiction outweighs silence behind an alias, and silence outweighs agreement: only all together are a match. */
function mergeOutcomes(outcomes: readonly Outcome[]): Outcome {
  const found = outcomes.flatMap((outcome) => (outcome.kind === "conflict" ? outcome.found : []));
  if (outcomes.some((outcome) => outcome.kind === "pending")) return { kind: "pending" };
  if (outcomes.some((outcome) => outcome.kind === "conflict")) return conflict(found);
  return (
    outcomes.find((outcome) => outcome.kind === "missing") ??
    outcomes.find((outcome) => outcome.kind === "unreachable") ??
    outcomes.find((outcome) => outcome.kind === "match") ?? { kind: "unreachable", reason: "no answer" }
  );
}

const maxFound = 20;
const maxFoundLength = 512;

function conflict(found: readonly string[]): Outcome {
  const bounded = [...new Set(found)].slice(0, maxFound).map((value) => value.slice(0, maxFoundLength));
  return { kind: "conflict", found: bounded };
}

function addressesOfHost(host: string, desired: readonly DesiredRecord[], edge: EdgeTarget): ReadonlySet<string> {
  const name = normaliseName(host);
  const ours = new Set(edge.addresses.map(normaliseAddress));
  for (const record of desired) {
    if ((record.type === "A" || record.type === "AAAA") && normaliseName(record.host) === name) {
      ours.add(normaliseAddress(record.value));
    }
  }
  return ours;
}

/** The host's own records for people: the alias's target, or the values of the type together with foreign addresses. */
function summarise(host: string, record: DesiredRecord, { desired, edge, answers }: ComparisonInput): string | null {
  const types = record.type === "TXT" ? (["TXT"] as const) : (["A", "AAAA"] as const);
  const published = types.flatMap((type) => valuesAtHost(answers.peek(host, type), host, type));
  const aliases = published.filter((value) => value.type === "CNAME").map((value) => value.value);
  if (aliases.length > 0) return join(aliases);
  const values = published.map((value) => value.value);
  if (record.type === "TXT") return values.includes(record.value) ? record.value : join(values);
  if (record.type === "CNAME") return join(values);
  const ours = addressesOfHost(host, desired, edge);
  return join(
    published
      .filter(({ type, value }) => type === record.type || !ours.has(normaliseAddress(value)))
      .map(({ value }) => value),
  );
}

function valuesAtHost(
  answer: AuthoritativeAnswer | null,
  host: string,
  type: string,
): { type: string; value: string }[] {
  const records = answer?.servers.flatMap((server) => server.records) ?? [];
  return records.filter((record) => record.name === host && (record.type === type || record.type === "CNAME"));
}

function join(values: readonly string[]): string | null {
  const unique = [...new Set(values)];
  return unique.length === 0 ? null : unique.slice(0, maxFound).join(", ").slice(0, maxFoundLength);
}

/** RFC 5952 form; what is not an address stays unchanged and so equals nothing that DNS publishes. */
export function normaliseAddress(value: string): string {
  return value.includes(":") && ipaddr.IPv6.isValid(value) ? ipaddr.IPv6.parse(value).toString() : value;
}
