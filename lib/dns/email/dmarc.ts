import { readTags } from "@/lib/dns/email/dkim";

const policies = ["none", "quarantine", "reject"] as const;

export type DmarcPolicy = (typeof policies)[number];

/** `removed`: tags of RFC 7489 that RFC 9989 has removed. `reportsTo`: the domains of `rua`. `psd` as published, default `u`. */
export type DmarcRecord = {
  text: string;
  policy: DmarcPolicy;
  subdomainPolicy: DmarcPolicy;
  isTesting: boolean;
  psd: "y" | "n" | "u";
  removed: readonly string[];
  reportsTo: readonly string[];
};

/** What one name publishes. Receivers ignore all of them where there are several, and one that has no usable policy. */
export type DmarcReading =
  | { kind: "none" }
  | { kind: "record"; record: DmarcRecord }
  | { kind: "several"; texts: string[] }
  | { kind: "invalid"; text: string; problem: string };

/** At each name of the walk: the record that receivers find there; null: none that counts. */
export type DmarcStep = { domain: string; record: DmarcRecord | null };

const removedTags = ["pct", "rf", "ri"] as const;
const maxSteps = 8;

/** Reads the TXT values at a `_dmarc` name (RFC 9989, sections 4.7 and 4.8). Values that are no DMARC are ignored. */
export function readDmarc(values: readonly string[]): DmarcReading {
  const texts = values.filter((text) => /^\s*v\s*=\s*DMARC1\s*(?:;|$)/.test(text));
  const [text] = texts;
  if (text === undefined) return { kind: "none" };
  if (texts.length > 1) return { kind: "several", texts };
  const tags = readTags(text);
  if (tags === null) return { kind: "invalid", text, problem: "It is not a list of tags such as “p=none”, each once." };
  const named = new Map([...tags].map(([name, value]) => [name.toLowerCase(), value]));
  const reportsTo = domainsOf(named.get("rua"));
  const policy = policyOf(named.get("p"));
  if (policy === null && reportsTo.length === 0) {
    const problem = named.has("p") ? `“p=${named.get("p")}” is no policy.` : "It has no policy (“p”).";
    return { kind: "invalid", text, problem };
  }
  const psd = named.get("psd")?.toLowerCase();
  return {
    kind: "record",
    record: {
      text,
      // With an address for reports, a record without a policy asks for nothing else.
      policy: policy ?? "none",
      subdomainPolicy: policyOf(named.get("sp")) ?? policy ?? "none",
      isTesting: named.get("t")?.toLowerCase() === "y",
      psd: psd === "y" || psd === "n" ? psd : "u",
      removed: removedTags.filter((tag) => named.has(tag)),
      reportsTo,
    },
  };
}

/** The domains that a tree walk asks, from the domain itself upwards, at most eight (RFC 9989, section 4.10). */
export function dmarcWalk(domain: string): string[] {
  const labels = domain.split(".");
  const names = [domain];
  for (let left = labels.length < maxSteps ? labels.length - 1 : maxSteps - 1; left > 0; left -= 1) {
    names.push(labels.slice(-left).join("."));
  }
  return names;
}

/**
 * The domain whose record applies, and the organisational domain, by what a walk has found. A walk ends at the first record
 * with `psd=y` or `psd=n`; `steps` may go on, what lies above is not considered.
 */
export function applyDmarc(steps: readonly DmarcStep[]): { policy: DmarcStep | null; organisation: string } {
  const end = steps.findIndex(
    ({ record }, index) => record !== null && (record.psd === "n" || (record.psd === "y" && index > 0)),
  );
  const walked = end === -1 ? steps : steps.slice(0, end + 1);
  const [first] = steps;
  const last = walked.at(-1);
  const top =
    last?.record?.psd === "y" && end > 0
      ? walked.at(-2)?.domain
      : (walked.findLast(({ record }) => record !== null)?.domain ?? first?.domain);
  const organisation = top ?? "";
  const ofSuffix = last?.record?.psd === "y" ? last : null;
  const own = first?.record ? first : null;
  const ofOrganisation = walked.find(({ domain, record }) => domain === organisation && record !== null) ?? null;
  return { policy: own ?? ofOrganisation ?? ofSuffix, organisation };
}

/** Where a receiver of reports for another domain has to say that it wants them (RFC 9990, section 4). */
export function reportAuthorisation(domain: string, target: string): string {
  return `${domain}._report._dmarc.${target}`;
}

function policyOf(text: string | undefined): DmarcPolicy | null {
  return policies.find((policy) => policy === text?.toLowerCase()) ?? null;
}

function domainsOf(rua: string | undefined): string[] {
  const addresses = (rua ?? "")
    .split(",")
    .flatMap((one) => /^\s*mailto:[^@\s]+@(?<domain>[^@\s!]+)/i.exec(one)?.groups?.domain ?? []);
  return [...new Set(addresses.map((domain) => domain.toLowerCase()))];
}
