/** Why an authority issued no certificate: an error of RFC 8555, `unreachable`, or `other`. */
export type IssuanceFailure = { issuer: string; reason: string; count: number };

export type IssuanceFailures = {
  /** One line of Caddy's log, whatever it is about. */
  note(line: string): void;
  /** Since this process started. */
  list(): IssuanceFailure[];
  /** A sentence while an authority does not work: its last answer of the last minutes was such a failure. Else null. */
  problem(): string | null;
};

const maxKinds = 100;
const currentMs = 10 * 60_000;
const maxDetail = 300;
/** Of a report. */
const maxSentence = 500;
const hasFailed = "could not get certificate from issuer";
const hasIssued = "certificate obtained successfully";

/** RFC 8555, section 6.7, and RFC 8739 and 9444 have no more that a client like Caddy meets. */
const acmeErrors = new Set([
  "accountDoesNotExist",
  "badCSR",
  "badNonce",
  "badPublicKey",
  "badSignatureAlgorithm",
  "caa",
  "compound",
  "connection",
  "dns",
  "externalAccountRequired",
  "incorrectResponse",
  "malformed",
  "orderNotReady",
  "rateLimited",
  "rejectedIdentifier",
  "serverInternal",
  "tls",
  "unauthorized",
  "userActionRequired",
]);
/** Of the authority and not of one hostname. */
const ofAuthority = new Set(["unreachable", "serverInternal"]);
const noAnswer =
  /connection refused|no such host|deadline exceeded|i\/o timeout|\bEOF\b|x509:|unexpected HTTP|HTTP 5\d\d\b/;

/** Counts what Caddy's log says about certificates that were not issued, from now on. */
export function createIssuanceFailures(now: () => Date): IssuanceFailures {
  const startedAt = now().getTime();
  const counts = new Map<string, IssuanceFailure>();
  let current: { atMs: number; sentence: string } | null = null;

  function noteFailure({ issuer, reason, detail, atMs }: ParsedFailure): void {
    const key = `${issuer} ${reason}`;
    const known = counts.get(key);
    if (known === undefined && counts.size >= maxKinds) return;
    counts.set(key, { issuer, reason, count: (known?.count ?? 0) + 1 });
    if (ofAuthority.has(reason)) {
      const sentence = `the certificate authority ${issuer} does not issue (${reason}): ${detail}`;
      current = { atMs, sentence: sentence.slice(0, maxSentence) };
    }
  }

  return {
    note(line) {
      if (!line.includes('"tls') || !(line.includes(hasFailed) || line.includes(hasIssued))) return;
      const entry = parse(line);
      // Lines of before were counted by the process before.
      if (entry === null || entry.atMs < startedAt) return;
      if (entry.kind === "issued") current = null;
      else noteFailure(entry);
    },
    list: () => [...counts.values()],
    problem: () => (current !== null && now().getTime() - current.atMs < currentMs ? current.sentence : null),
  };
}

type ParsedFailure = { kind: "failed"; issuer: string; reason: string; detail: string; atMs: number };

function parse(line: string): ParsedFailure | { kind: "issued"; atMs: number } | null {
  let entry: { msg?: unknown; ts?: unknown; issuer?: unknown; error?: unknown } | null;
  try {
    entry = JSON.parse(line);
  } catch {
    return null;
  }
  const atMs = Math.round(Number(entry?.ts) * 1_000);
  if (entry === null || Number.isNaN(atMs)) return null;
  if (entry.msg === hasIssued) return { kind: "issued", atMs };
  if (entry.msg !== hasFailed || typeof entry.error !== "string" || typeof entry.issuer !== "string") return null;
  const detail = entry.error.slice(0, maxDetail);
  return { kind: "failed", issuer: entry.issuer.slice(0, 200), reason: reasonOf(entry.error), detail, atMs };
}

function reasonOf(error: string): string {
  const [, name = ""] = /urn:ietf:params:acme:error:(\w+)/.exec(error) ?? [];
  if (acmeErrors.has(name)) return name;
  return noAnswer.test(error) ? "unreachable" : "other";
}
