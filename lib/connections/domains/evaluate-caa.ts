import type { CaaReport } from "@/lib/connections/domains/schema";
import { failureText, type LookUpFailure } from "@/lib/dns/look-up-failure";

/**
 * What one step of the climb found. `host` is where the aliases that start at `name` end. `sets`: the values of the CAA
 * record set as each answering server has it, empty where it has none; null: nobody answered, and `reason` says why.
 */
export type CaaStep = { name: string; host: string } & (
  | { sets: readonly (readonly string[])[] }
  | { sets: null; reason: LookUpFailure }
);

/** The reason for a verdict; stable. */
export type CaaReason =
  | "no_records"
  | "unrestricted"
  | "listed"
  | "not_listed"
  | "unknown_critical_property"
  | "identity_unknown"
  | "account_bound"
  | "unreadable";

/** `issuer`: the one that a CAA record has to name. `failure`: why the records are unreadable. */
export type CaaEvaluation = CaaReport & { reason: CaaReason; issuer: string | null; failure: LookUpFailure | null };

/**
 * Whether our CA may issue a certificate for the first step's name, by CAA (RFC 8659). Pure. `steps` lead from that name
 * up to its registrable domain; the first that has records decides. Where servers differ, the strictest set counts: a CA
 * may ask any of them. Public suffixes are not included.
 * @param identities issuer domain names of our CAs; empty: unknown
 * @param names of our CAs, for people
 */
export function evaluateCaa(
  steps: readonly CaaStep[],
  identities: readonly string[],
  names: readonly string[] = [],
): CaaEvaluation {
  for (const step of steps) {
    if (step.sets === null) return unreadable(step.host, step.reason);
    const sets = step.sets.filter((set) => set.length > 0);
    if (sets.length > 0) {
      const outcomes = sets.map((set) => evaluateSet(set, identities, names, step.host));
      const { text, ...outcome } =
        outcomes.sort((one, other) => strictness[other.verdict] - strictness[one.verdict])[0] ?? none;
      const alias = step.host === step.name ? "" : ` They count for as long as ${step.name} is an alias of it.`;
      const records = [...new Set(sets.flat())];
      return { ...nothing, ...outcome, host: step.host, records, explanation: `${text}${alias}` };
    }
  }
  const { text, ...outcome } = none;
  return { ...nothing, ...outcome, explanation: text };
}

const nothing = { host: null, records: [], issuer: null, failure: null };
const strictness = { forbidden: 2, unknown: 1, allowed: 0 } as const;

type Outcome = Pick<CaaEvaluation, "verdict" | "reason"> & { text: string; issuer?: string };

const none: Outcome = {
  verdict: "allowed",
  reason: "no_records",
  text: "No CAA record restricts who may issue certificates.",
};

function unreadable(host: string, failure: LookUpFailure): CaaEvaluation {
  const explanation = `The CAA records of ${host} could not be read (${failureText(failure)}). A CA that cannot read them does not issue.`;
  return { ...nothing, verdict: "unknown", reason: "unreadable", host, explanation, failure };
}

function evaluateSet(
  set: readonly string[],
  identities: readonly string[],
  names: readonly string[],
  host: string,
): Outcome {
  const properties = set.map(readProperty);
  const unknown = properties.find(({ tag, critical }) => critical && !knownTags.has(tag));
  if (unknown !== undefined) {
    const text = `A CAA record of ${host} has the critical property “${unknown.tag}”, which CAs do not know: none of them issues. Delete it.`;
    return { verdict: "forbidden", reason: "unknown_critical_property", text };
  }
  const issuers = properties.filter(({ tag }) => tag === "issue").map(({ value }) => readIssuer(value));
  if (issuers.length === 0) {
    const text = `The CAA records of ${host} do not restrict who may issue for single names.`;
    return { verdict: "allowed", reason: "unrestricted", text };
  }
  const [issuer] = identities;
  if (issuer === undefined) {
    const ours =
      names.length === 0
        ? "Ask whether our CA is among them."
        : `Certificates here are from ${names.join(" or ")}: ask there which value a CAA record must have, and add one.`;
    const text = `CAA records of ${host} restrict who may issue. ${ours}`;
    return { verdict: "unknown", reason: "identity_unknown", text };
  }
  const ours = issuers.filter((issuer) => identities.includes(issuer.domain) && isSatisfiable(issuer));
  if (ours.some((issuer) => valuesOf(issuer, "accounturi").length === 0)) {
    const text = `The CAA records of ${host} let ${identities.join(", ")} issue.`;
    return { verdict: "allowed", reason: "listed", text };
  }
  if (ours.length > 0) {
    const text = `A CAA record of ${host} lets ${identities.join(", ")} issue for one account only, which may not be ours. Remove its accounturi, or add a record without it.`;
    return { verdict: "unknown", reason: "account_bound", text, issuer };
  }
  const text = `The CAA records of ${host} do not let our CA${names.length === 0 ? "" : ` (${names.join(", ")})`} issue. Add a CAA record there: 0 issue "${issuer}".`;
  return { verdict: "forbidden", reason: "not_listed", text, issuer };
}

/** Properties that CAs understand: RFC 8659, RFC 9495, and CA/Browser Forum. Only `issue` concerns TLS for single names. */
const knownTags: ReadonlySet<string> = new Set([
  "issue",
  "issuewild",
  "iodef",
  "issuemail",
  "issuevmc",
  "contactemail",
  "contactphone",
]);

type Property = { critical: boolean; tag: string; value: string };

/** `lib/dns/message.ts` writes the text. The tag is of any bytes: one outside the grammar is unknown like others. */
function readProperty(text: string): Property {
  const [, flags = "0", tag = "", value = ""] = /^(\d+) ([^"]*) "(.*)"$/su.exec(text) ?? [];
  return { critical: (Number(flags) & 128) !== 0, tag: tag.toLowerCase(), value };
}

type Issuer = { domain: string; parameters: readonly { tag: string; value: string }[] };

const nobody: Issuer = { domain: "", parameters: [] };

const label = "[a-z0-9](?:-*[a-z0-9])*";
const parameter = `${label}[ \\t]*=[ \\t]*[\\x21-\\x3a\\x3c-\\x7e]*`;
/** RFC 8659, section 4.2, `issue-value`. */
const issueValue = new RegExp(
  `^[ \\t]*(?:(${label}(?:\\.${label})*)[ \\t]*)?(?:;[ \\t]*(?:(${parameter}(?:[ \\t]*;[ \\t]*${parameter})*)[ \\t]*)?)?$`,
  "i",
);

/** A value outside of the grammar counts as one that names nobody. */
function readIssuer(value: string): Issuer {
  const match = issueValue.exec(value);
  if (match === null) return nobody;
  const [, domain = "", parameters = ""] = match;
  const pairs = parameters === "" ? [] : parameters.split(";").map(readParameter);
  return { domain: domain.toLowerCase(), parameters: pairs };
}

function readParameter(text: string): { tag: string; value: string } {
  const equals = text.indexOf("=");
  return { tag: text.slice(0, equals).trim().toLowerCase(), value: text.slice(equals + 1).trim() };
}

/** Those that Caddy uses for on-demand certificates (RFC 8657 restricts methods). */
const ourMethods: readonly string[] = ["http-01", "tls-alpn-01"];

/** RFC 8657: each restriction of methods has to name one of ours, and two accounts are no account. */
function isSatisfiable(issuer: Issuer): boolean {
  const methods = valuesOf(issuer, "validationmethods");
  const allowsOurs = methods.every((value) => value.split(",").some((method) => ourMethods.includes(method)));
  return allowsOurs && valuesOf(issuer, "accounturi").length <= 1;
}

function valuesOf({ parameters }: Issuer, tag: string): string[] {
  return parameters.filter((pair) => pair.tag === tag).map(({ value }) => value);
}
