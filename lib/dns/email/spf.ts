import { isIPv4, isIPv6 } from "node:net";

/** RFC 7208. `qualifier` is "" where none is written, which means "+". */
export type SpfMechanism = {
  kind: "mechanism";
  qualifier: "" | "+" | "-" | "~" | "?";
  /** In lower case. */
  name: MechanismName;
  /** The domain of `include`, `a`, `mx`, `ptr` and `exists`, macros untouched; the address of `ip4` and `ip6`. */
  target: string | null;
  /** As written, with its slashes: `/24`, `/24//64`. */
  prefix: string;
};

export type SpfModifier = { kind: "modifier"; name: string; value: string };

export type SpfTerm = SpfMechanism | SpfModifier;

/** `version` as it is written: letters of either case are allowed. */
export type SpfRecord = { version: string; terms: readonly SpfTerm[] };

/** `term`: the one that makes the whole record an error. */
export type SpfFault = { term: string; problem: string };

const mechanismNames = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"] as const;

type MechanismName = (typeof mechanismNames)[number];

/** A TXT value counts as SPF only then (section 4.5): `v=spf10` and `v=spf1;` are something else. */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text);
}

/** Never throws: an error of syntax anywhere makes the record a permanent error (section 4.6). */
export function parseSpf(text: string): SpfRecord | { fault: SpfFault } {
  if (!isSpf(text)) return { fault: { term: text.slice(0, 20), problem: "It does not begin with “v=spf1”." } };
  const terms: SpfTerm[] = [];
  for (const word of text.slice("v=spf1".length).split(" ")) {
    if (word === "") continue;
    const term = parseTerm(word);
    if (typeof term === "string") return { fault: { term: word, problem: term } };
    terms.push(term);
  }
  for (const name of ["redirect", "exp"]) {
    const same = terms.filter((term) => isModifier(term, name));
    if (same.length > 1) return { fault: { term: `${name}=`, problem: "It may be there once only." } };
  }
  return { version: text.slice(0, "v=spf1".length), terms };
}

/** The same record, with one space between terms. */
export function printSpf({ version, terms }: SpfRecord): string {
  return [version, ...terms.map(printTerm)].join(" ");
}

export function printTerm(term: SpfTerm): string {
  if (term.kind === "modifier") return `${term.name}=${term.value}`;
  return `${term.qualifier}${term.name}${term.target === null ? "" : `:${term.target}`}${term.prefix}`;
}

export function isModifier(term: SpfTerm, name: string): boolean {
  return term.kind === "modifier" && term.name.toLowerCase() === name;
}

export function isMechanism(term: SpfTerm, name: MechanismName): term is SpfMechanism {
  return term.kind === "mechanism" && term.name === name;
}

/** The terms that decide: those up to the first `all`, and without an `all` the `redirect` as well (sections 5.1 and 6.1). */
export function liveTerms({ terms }: SpfRecord): { mechanisms: SpfMechanism[]; redirect: string | null } {
  const mechanisms = terms.filter((term) => term.kind === "mechanism");
  const all = mechanisms.findIndex(({ name }) => name === "all");
  if (all !== -1) return { mechanisms: mechanisms.slice(0, all + 1), redirect: null };
  const redirect = terms.find((term): term is SpfModifier => isModifier(term, "redirect"));
  return { mechanisms, redirect: redirect?.value ?? null };
}

/** The comparable form of a domain in a term. Macros stay as they are: their letters' case has a meaning. */
export function spfDomain(target: string): string {
  const whole = target.endsWith(".") ? target.slice(0, -1) : target;
  return whole.includes("%") ? whole : whole.toLowerCase();
}

/** A text says what is wrong. */
function parseTerm(word: string): SpfTerm | string {
  const modifier = /^(?<name>[a-z][a-z0-9\-_.]*)=(?<value>.*)$/is.exec(word)?.groups;
  if (modifier !== undefined) {
    const { name = "", value = "" } = modifier;
    const isKnown = /^(?:redirect|exp)$/i.test(name);
    const isFine = isKnown ? isDomainSpec(value) : isMacroString(value);
    return isFine ? { kind: "modifier", name, value } : "What follows “=” is not a domain.";
  }
  const match = /^(?<qualifier>[+\-~?]?)(?<name>[a-z0-9]+)(?<rest>.*)$/is.exec(word)?.groups;
  const name = mechanismNames.find((one) => one === match?.name?.toLowerCase());
  if (match === undefined || name === undefined) return "SPF has no such mechanism.";
  const { qualifier = "", rest = "" } = match;
  const read = readArguments(name, rest);
  return typeof read === "string"
    ? read
    : { kind: "mechanism", qualifier: qualifier as SpfMechanism["qualifier"], name, ...read };
}

function readArguments(name: MechanismName, rest: string): Pick<SpfMechanism, "target" | "prefix"> | string {
  if (name === "all") return rest === "" ? { target: null, prefix: "" } : "Nothing may follow “all”.";
  if (name === "ip4" || name === "ip6") return readAddress(name, rest);
  const takesPrefix = name === "a" || name === "mx";
  const found = takesPrefix
    ? /^(?<target>.*?)(?<prefix>(?:\/\d{1,2})?(?:\/\/\d{1,3})?)$/s.exec(rest)?.groups
    : undefined;
  const { target = "", prefix = "" } = takesPrefix ? (found ?? {}) : { target: rest };
  const [, four = "0", six = "0"] = /^(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(prefix) ?? [];
  if (!isLength(four, 32) || !isLength(six, 128)) return "The length of its prefix is too large.";
  if (target === "") {
    return name === "include" || name === "exists" ? "It needs a domain, after a colon." : { target: null, prefix };
  }
  if (!target.startsWith(":") || !isDomainSpec(target.slice(1))) return "What follows its name is not a domain.";
  return { target: target.slice(1), prefix };
}

function readAddress(name: "ip4" | "ip6", rest: string): Pick<SpfMechanism, "target" | "prefix"> | string {
  const { target = "", prefix = "" } = /^:(?<target>[^/]*)(?<prefix>(?:\/\d{1,3})?)$/.exec(rest)?.groups ?? {};
  const isAddress = name === "ip4" ? isIPv4(target) : isIPv6(target) && !target.includes("%");
  if (!isAddress) return `It needs an IPv${name.slice(2)} address, after a colon.`;
  return isLength(prefix.slice(1) || "0", name === "ip4" ? 32 : 128)
    ? { target, prefix }
    : "The length of its prefix is too large.";
}

/** Without leading zeros (section 5.6). */
function isLength(digits: string, max: number): boolean {
  return /^(?:0|[1-9]\d*)$/.test(digits) && Number(digits) <= max;
}

const macro = String.raw`%\{[slodiphcrtv]\d*r?[.\-+,/_=]*\}|%%|%_|%-`;
const macroString = new RegExp(`^(?:${macro}|[!-$&-~])*$`, "i");
/** Section 7.1: ends in a macro, or in a top-level label that is not all digits. */
const domainEnd =
  /(?:%\{[slodiphcrtv]\d*r?[.\-+,/_=]*\}|\.(?:[a-z0-9]*[a-z][a-z0-9]*|[a-z0-9]+-[a-z0-9-]*[a-z0-9])\.?)$/i;

function isMacroString(text: string): boolean {
  return macroString.test(text);
}

function isDomainSpec(text: string): boolean {
  return isMacroString(text) && domainEnd.test(text);
}
