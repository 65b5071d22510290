import { createRandom, type Random } from "@/e2e/dns-differential/random";

/** `kind`: how its issue values were made. */
export type CaaRecord = { flags: number; tag: string; value: string };
export type CaaSet = { seed: number; kind: CaaKind; records: CaaRecord[] };

export const caaKinds = ["valid", "mutated", "assembled", "tags"] as const;
export type CaaKind = (typeof caaKinds)[number];

/** A CAA record set with one to four records: often near the grammar's borders, seldom far from them. */
export function generateCaaSet(seed: number): CaaSet {
  const random = createRandom(seed);
  const kind = random.pick(caaKinds);
  const records = Array.from({ length: 1 + random.below(4) }, () => generateRecord(random, kind));
  return { seed, kind, records };
}

function generateRecord(random: Random, kind: CaaKind): CaaRecord {
  const flags = random.chance(0.8) ? 0 : random.pick([1, 64, 127, 128, 129, 255]);
  switch (kind) {
    case "valid":
      return { flags: 0, tag: random.pick(["issue", "Issue", "issuewild", "iodef"]), value: validValue(random) };
    case "mutated":
      return { flags: 0, tag: "issue", value: mutate(random, validValue(random)) };
    case "assembled":
      return { flags: 0, tag: "issue", value: assemble(random) };
    case "tags":
      return { flags, tag: random.pick(tags), value: random.chance(0.7) ? validValue(random) : assemble(random) };
  }
}

const tags = [
  ...(["issue", "ISSUE", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone"] as const),
  ...(["tbs", "auth", "path", "policy", "issuE", "issue2", "issue-wild", "issue.", "is sue", "", "\u00e9"] as const),
] as const satisfies readonly [string, ...string[]];

const domains = [
  "letsencrypt.org",
  "LetsEncrypt.ORG",
  "letsencrypt.org",
  "digicert.com",
  "a-b.c--d.example",
  "",
] as const;
const parameters = [
  ...(["a=b", "a=", "A-1=b=c", "policy=ev", "validationmethods=dns-01", "validationmethods=http-01,dns-01"] as const),
  ...(["validationmethods=tls-alpn-01", "ValidationMethods=HTTP-01", "validationmethods="] as const),
  ...(["accounturi=https://ca.example/acct/1", "accounturi=https://ca.example/acct/2"] as const),
] as const;
const spaces = ["", "", "", " ", "\t", "  \t "] as const;

function validValue(random: Random): string {
  const space = () => random.pick(spaces);
  const listed = Array.from({ length: random.chance(0.5) ? 0 : 1 + random.below(3) }, () => {
    const parameter = random.pick(parameters);
    const equals = parameter.indexOf("=");
    return `${parameter.slice(0, equals)}${space()}=${space()}${parameter.slice(equals + 1)}`;
  });
  const tail =
    listed.length > 0 || random.chance(0.2) ? `;${space()}${listed.join(`${space()};${space()}`)}${space()}` : "";
  return `${space()}${random.pick(domains)}${space()}${tail}`;
}

const characters = [
  ...([";", "=", " ", "\t", ".", "-", "_", ",", '"', "'", "\\", "\0", "\n", "\r", "\u00a0", "\u00e9", "~"] as const),
  ...(["\x7f", "0", "a", "Z", "@", "/", ":", "!", "(", "%", "\u{1f512}"] as const),
] as const;

/** One to three characters deleted, inserted, replaced or doubled. */
function mutate(random: Random, text: string): string {
  let mutated = text;
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    const at = random.below(mutated.length + 1);
    const before = mutated.slice(0, at);
    const after = mutated.slice(at);
    mutated = random.pick([
      before + after.slice(1),
      before + random.pick(characters) + after,
      before + random.pick(characters) + after.slice(1),
      before + after.slice(0, 1) + after,
    ]);
  }
  return mutated;
}

const pieces = [
  "letsencrypt.org",
  "letsencrypt",
  ".org",
  "a",
  "a=b",
  ";",
  ";",
  "=",
  " ",
  "\t",
  ".",
  "-",
  "--",
  "1",
] as const;

function assemble(random: Random): string {
  return Array.from({ length: random.below(8) }, () => random.pick(pieces)).join("");
}
