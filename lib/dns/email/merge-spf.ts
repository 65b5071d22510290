import {
  isMechanism,
  isModifier,
  isSpf,
  liveTerms,
  parseSpf,
  printSpf,
  type SpfFault,
  type SpfMechanism,
  type SpfRecord,
  type SpfTerm,
  spfDomain,
} from "@/lib/dns/email/spf";

/**
 * `present`: nothing has to change. `merged`: replace `before` (no record, one, or several) by `after`. `refused`: the owner has
 * to decide first: a term that contradicts the include, or a record that is no valid SPF.
 */
export type SpfMerge = { before: readonly string[] } & (
  | { kind: "present"; after: string }
  | { kind: "merged"; after: string }
  | { kind: "refused"; because: "qualifier"; term: SpfMechanism }
  | { kind: "refused"; because: "invalid"; record: string; fault: SpfFault }
);

/**
 * The one SPF record that a domain needs so that a provider may send for it (docs/decisions/0039). Every term stays where it is
 * with its qualifier; the include goes before what ends the evaluation. Several records become one, since several are an error.
 * @param texts the TXT values at the domain; those that are no SPF are not considered
 * @param include the domain of the provider's record
 * @param accepted other domains of the same provider that serve as well
 */
export function mergeSpf(texts: readonly string[], include: string, accepted: readonly string[] = []): SpfMerge {
  const before = texts.filter(isSpf);
  const records: SpfRecord[] = [];
  for (const text of before) {
    const parsed = parseSpf(text);
    if ("fault" in parsed) return { kind: "refused", because: "invalid", record: text, fault: parsed.fault, before };
    records.push(parsed);
  }
  const record = joinRecords(records);
  const wanted = new Set([include, ...accepted].map(spfDomain));
  const own = liveTerms(record).mechanisms.filter(
    (term) => isMechanism(term, "include") && wanted.has(spfDomain(term.target ?? "")),
  );
  const contradiction = own.find(({ qualifier }) => qualifier !== "" && qualifier !== "+");
  if (contradiction !== undefined) return { kind: "refused", because: "qualifier", term: contradiction, before };
  if (own.length > 0) {
    return {
      kind: before.length > 1 ? "merged" : "present",
      after: before.length > 1 ? printSpf(record) : (before[0] ?? ""),
      before,
    };
  }
  return { kind: "merged", after: printSpf(insertInclude(record, include)), before };
}

/** Before the first `all` or `redirect`: behind an `all` it would never be read. */
function insertInclude({ version, terms }: SpfRecord, include: string): SpfRecord {
  const term: SpfMechanism = { kind: "mechanism", qualifier: "", name: "include", target: include, prefix: "" };
  const ends = (one: SpfTerm) => isMechanism(one, "all") || isModifier(one, "redirect");
  const all = terms.findIndex((one) => isMechanism(one, "all"));
  const at = Math.min(...[all, terms.findIndex(ends)].filter((index) => index !== -1), terms.length);
  return { version, terms: [...terms.slice(0, at), term, ...terms.slice(at)] };
}

const start: SpfRecord = {
  version: "v=spf1",
  terms: [{ kind: "mechanism", qualifier: "~", name: "all", target: null, prefix: "" }],
};

/** Of no record: a softfail, which is only ours to choose here. Of several: everything that one of them allows is allowed. */
function joinRecords(records: readonly SpfRecord[]): SpfRecord {
  const [first, ...others] = records;
  if (first === undefined) return start;
  if (others.length === 0) return first;
  const terms = new Map<string, SpfTerm>();
  for (const record of records) {
    const { mechanisms, redirect } = liveTerms(record);
    const before = mechanisms.filter((term) => term.name !== "all");
    // An include passes for exactly what the redirect passes for, and lets the terms after it count.
    if (redirect !== null)
      before.push({ kind: "mechanism", qualifier: "", name: "include", target: redirect, prefix: "" });
    for (const term of before) if (!terms.has(keyOf(term))) terms.set(keyOf(term), term);
  }
  const modifiers = records.flatMap((record) => record.terms.filter((term) => term.kind === "modifier"));
  for (const term of modifiers) {
    const isKept =
      !isModifier(term, "redirect") && !terms.has(keyOf(term)) && !(isModifier(term, "exp") && hasExp(terms));
    if (isKept) terms.set(keyOf(term), term);
  }
  return { version: first.version, terms: [...terms.values(), mildestAll(records)] };
}

function hasExp(terms: ReadonlyMap<string, SpfTerm>): boolean {
  return [...terms.values()].some((term) => isModifier(term, "exp"));
}

function keyOf(term: SpfTerm): string {
  if (term.kind === "modifier") return `${term.name.toLowerCase()}=${term.value}`;
  const { qualifier, name, target, prefix } = term;
  return `${qualifier === "+" ? "" : qualifier}${name}:${target === null ? "" : spfDomain(target)}${prefix}`;
}

const mildness = ["-", "~", "?", "+"] as const;

/** The least strict `all` of several records; a record without one is neutral (section 4.7), except behind its redirect. */
function mildestAll(records: readonly SpfRecord[]): SpfMechanism {
  const qualifiers = records.flatMap((record) => {
    const { mechanisms, redirect } = liveTerms(record);
    const all = mechanisms.find(({ name }) => name === "all");
    if (all !== undefined) return [all.qualifier || "+"];
    return redirect === null ? ["?" as const] : [];
  });
  const qualifier = [...mildness].reverse().find((one) => qualifiers.includes(one)) ?? "~";
  return { kind: "mechanism", qualifier, name: "all", target: null, prefix: "" };
}
