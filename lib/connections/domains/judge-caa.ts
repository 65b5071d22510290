import type { CaaReport } from "@/lib/connections/domains/schema";

/**
 * What one step of the climb found. `host` is where the aliases that start at `name` end. `sets`: the values of the CAA
 * record set as each answering server has it, empty where it has none; null: nobody answered, and `reason` says why.
 */
export type CaaStep = { name: string; host: string } & (
  | { sets: readonly (readonly string[])[] }
  | { sets: null; reason: string }
);

/**
 * Whether our CA may issue a certificate for the first step's name, by CAA (RFC 8659). Pure. `steps` lead from that name
 * up to its registrable domain; the first that has records decides. Where servers differ, the strictest counts: a CA may
 * ask any of them. A public suffix is not climbed to.
 * @param identities issuer domain names of our CA; none: it is not known what ours goes by
 */
export function judgeCaa(steps: readonly CaaStep[], identities: readonly string[]): CaaReport {
  for (const step of steps) {
    if (step.sets === null) {
      const explanation = `The CAA records of ${step.host} could not be read (${step.reason}). A CA that cannot read them does not issue.`;
      return { verdict: "unknown", host: step.host, records: [], explanation };
    }
    const sets = step.sets.filter((set) => set.length > 0);
    if (sets.length > 0) {
      const judged = sets.map((set) => judgeSet(set, identities, step.host));
      const { verdict, text } = strictness.flatMap((v) => judged.find((one) => one.verdict === v) ?? [])[0] ?? nobody;
      const alias = step.host === step.name ? "" : ` They count for as long as ${step.name} is an alias of it.`;
      return { verdict, host: step.host, records: [...new Set(sets.flat())], explanation: `${text}${alias}` };
    }
  }
  return { verdict: "allowed", host: null, records: [], explanation: nobody.text };
}

type Verdict = CaaReport["verdict"];

const strictness: readonly Verdict[] = ["forbidden", "unknown", "allowed"];
const nobody = { verdict: "allowed" as Verdict, text: "No CAA record restricts who may issue certificates." };

function judgeSet(set: readonly string[], identities: readonly string[], host: string): typeof nobody {
  const properties = set.map(readProperty);
  const strange = properties.find(({ tag, critical }) => critical && !knownTags.has(tag));
  if (strange !== undefined) {
    const text = `A CAA record of ${host} has the critical property “${strange.tag}”, which CAs do not know: none of them issues. Delete it.`;
    return { verdict: "forbidden", text };
  }
  const issuers = properties.filter(({ tag }) => tag === "issue").map(({ value }) => readIssuer(value));
  if (issuers.length === 0) {
    return { verdict: "allowed", text: `The CAA records of ${host} do not restrict who may issue for single names.` };
  }
  if (identities.length === 0) {
    return {
      verdict: "unknown",
      text: `CAA records of ${host} restrict who may issue. Ask whether our CA is among them.`,
    };
  }
  const ours = issuers.filter((issuer) => identities.includes(issuer.domain) && allowsOurMethods(issuer));
  if (ours.some((issuer) => !issuer.parameters.has("accounturi"))) {
    return { verdict: "allowed", text: `The CAA records of ${host} let ${identities.join(", ")} issue.` };
  }
  if (ours.length > 0) {
    const text = `A CAA record of ${host} lets ${identities.join(", ")} issue for one account only, which may not be ours. Remove its accounturi, or add a record without it.`;
    return { verdict: "unknown", text };
  }
  const text = `The CAA records of ${host} do not let our CA issue. Add a CAA record there: 0 issue "${identities[0]}".`;
  return { verdict: "forbidden", text };
}

/** Properties that CAs understand: RFC 8659, RFC 9495, and CA/Browser Forum. They say nothing about TLS, but for `issue`. */
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

function readProperty(text: string): Property {
  const [, flags = "0", tag = "", value = ""] = /^(\d+) (\S+) "(.*)"$/su.exec(text) ?? [];
  return { critical: (Number(flags) & 128) !== 0, tag: tag.toLowerCase(), value };
}

type Issuer = { domain: string; parameters: ReadonlyMap<string, string> };

/** RFC 8659, section 4.2: a domain, which may be empty (nobody), and parameters after semicolons. */
function readIssuer(value: string): Issuer {
  const [domain = "", ...parameters] = value.split(";").map((part) => part.trim());
  const pairs = parameters.map((parameter): [string, string] => {
    const [tag = "", ...rest] = parameter.split("=");
    return [tag.trim().toLowerCase(), rest.join("=").trim()];
  });
  return { domain: domain.toLowerCase().replace(/\.$/, ""), parameters: new Map(pairs) };
}

/** Those that Caddy uses for names that it learns from a handshake (RFC 8657 restricts methods). */
const ourMethods: readonly string[] = ["http-01", "tls-alpn-01"];

function allowsOurMethods({ parameters }: Issuer): boolean {
  const methods = parameters.get("validationmethods");
  return methods === undefined || methods.split(",").some((method) => ourMethods.includes(method.trim().toLowerCase()));
}
