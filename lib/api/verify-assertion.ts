/** What Latchkey asserts of a request: it came to this hostname, through the edge, for this connection of yours. */
export type Assertion = {
  /** The hostname that the visitor requested. */
  host: string;
  connectionId: string;
  applicationId: string;
  /** `metadata.reference` of the connection. */
  reference: string | null;
  expiresAt: Date;
};

export type AssertionJwk = { kid?: string; kty?: string; crv?: string; x?: string };

export type VerifyOptions = {
  /** Where Latchkey serves its public keys, e.g. `https://latchkey.example.com/.well-known/jwks.json`, or the keys. */
  jwks: string | URL | { keys: readonly AssertionJwk[] };
  /** Latchkey's own address, its APP_URL, e.g. `https://latchkey.example.com`. */
  issuer: string;
  /** The id of your application. */
  audience: string;
  /** The Host of the request; a port is ignored. Give it: an assertion of one host is then useless for another. */
  host?: string | null | undefined;
  now?: Date;
  fetch?: typeof globalThis.fetch;
};

export type AssertionProblem =
  | "missing"
  | "malformed"
  | "wrong_algorithm"
  | "unknown_key"
  | "keys_unavailable"
  | "wrong_signature"
  | "expired"
  | "not_yet_valid"
  | "wrong_issuer"
  | "wrong_audience"
  | "wrong_host";

/** The assertion is not valid for this request, or could not be checked. */
export class InvalidAssertionError extends Error {
  readonly code: AssertionProblem;
  /** What to answer: 503 where the keys could not be fetched, else 401. */
  readonly status: 401 | 503;

  constructor(code: AssertionProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "InvalidAssertionError";
    this.code = code;
    this.status = code === "keys_unavailable" ? 503 : 401;
  }
}

/** How far the clocks of the edge and of this server may differ. */
const skewSeconds = 30;
/** More than any that Latchkey signs. */
const maxLength = 8_192;

/**
 * Verifies the `X-Latchkey-Assertion` header of a request. Keys from a URL are cached.
 * @param header as the request has it; undefined and null count as missing
 * @throws InvalidAssertionError
 */
export async function verifyAssertion(
  header: string | readonly string[] | null | undefined,
  options: VerifyOptions,
): Promise<Assertion> {
  if (header === null || header === undefined || header === "")
    throw new InvalidAssertionError("missing", "The request has no assertion.");
  if (typeof header !== "string" || header.length > maxLength) throw malformed();
  const [head = "", body = "", signature = "", ...rest] = header.split(".");
  if (rest.length > 0 || !head || !body || !signature) throw malformed();
  const { alg, kid } = readJson(head);
  // We choose the algorithm, not the token (RFC 8725, section 3.1).
  if (alg !== "EdDSA") throw new InvalidAssertionError("wrong_algorithm", "The assertion is not signed with EdDSA.");
  if (typeof kid !== "string") throw malformed();
  const now = options.now ?? new Date();
  const key = await findKey(kid, options);
  const isSigned = await crypto.subtle.verify(
    "Ed25519",
    key,
    bytesOf(signature),
    new TextEncoder().encode(`${head}.${body}`),
  );
  if (!isSigned) throw new InvalidAssertionError("wrong_signature", "The assertion's signature is not valid.");
  return assertClaims(readJson(body), options, now);
}

function assertClaims(claims: Record<string, unknown>, options: VerifyOptions, now: Date): Assertion {
  const { iss, aud, sub, host, application, reference, iat, exp } = claims;
  if (typeof iat !== "number" || typeof exp !== "number" || typeof sub !== "string" || typeof host !== "string")
    throw malformed();
  if (typeof application !== "string" || !(reference === undefined || typeof reference === "string")) throw malformed();
  const seconds = now.getTime() / 1_000;
  if (seconds >= exp + skewSeconds) throw new InvalidAssertionError("expired", "The assertion has expired.");
  if (seconds < iat - skewSeconds)
    throw new InvalidAssertionError("not_yet_valid", "The assertion is from the future: check the clocks.");
  if (iss !== options.issuer) throw new InvalidAssertionError("wrong_issuer", "The assertion is of another Latchkey.");
  if (aud !== options.audience)
    throw new InvalidAssertionError("wrong_audience", "The assertion is for another application.");
  // A request without a Host is for no hostname.
  if ("host" in options && host !== withoutPort(options.host ?? "")) {
    throw new InvalidAssertionError("wrong_host", "The assertion is for another hostname.");
  }
  return {
    host,
    connectionId: sub,
    applicationId: application,
    reference: reference ?? null,
    expiresAt: new Date(exp * 1_000),
  };
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "").replace(/\.$/, "").toLowerCase();
}

async function findKey(kid: string, { jwks, fetch = globalThis.fetch }: VerifyOptions): Promise<CryptoKey> {
  if (typeof jwks === "object" && "keys" in jwks) return keyOf(await importKeys(jwks.keys), kid);
  const url = String(jwks);
  const source = sources.get(url) ?? addSource(url);
  const age = performance.now() - source.fetchedAt;
  if (age < minAgeMs || (source.keys.has(kid) && age < maxAgeMs)) {
    // A fetch that other requests wait for may bring the key.
    if (!source.keys.has(kid)) await source.running;
    return keyOf(source.keys, kid, source.error);
  }
  source.fetchedAt = performance.now();
  source.running = fetchKeys(url, fetch).then(
    (keys) => {
      source.keys = keys;
      delete source.error;
    },
    (error: unknown) => {
      source.error = error;
    },
  );
  // A known key is used meanwhile, and while Latchkey cannot be reached.
  if (!source.keys.has(kid)) await source.running;
  return keyOf(source.keys, kid, source.error);
}

type KeySource = {
  keys: ReadonlyMap<string, CryptoKey>;
  /** When the last fetch began, on the monotonic clock. */
  fetchedAt: number;
  /** The last fetch; it never rejects. */
  running: Promise<void> | null;
  /** Why the last fetch failed. */
  error?: unknown;
};

const sources = new Map<string, KeySource>();
const maxSources = 16;
const minAgeMs = 60_000;
const maxAgeMs = 3_600_000;
const timeoutMs = 5_000;

function addSource(url: string): KeySource {
  const [oldest] = sources.keys();
  if (sources.size >= maxSources && oldest !== undefined) sources.delete(oldest);
  const source = { keys: new Map<string, CryptoKey>(), fetchedAt: Number.NEGATIVE_INFINITY, running: null };
  sources.set(url, source);
  return source;
}

function keyOf(keys: ReadonlyMap<string, CryptoKey>, kid: string, error?: unknown): CryptoKey {
  const key = keys.get(kid);
  if (key) return key;
  if (error === undefined)
    throw new InvalidAssertionError("unknown_key", "The assertion is signed with a key that Latchkey does not have.");
  throw new InvalidAssertionError("keys_unavailable", "Latchkey's keys cannot be fetched right now.", { cause: error });
}

async function fetchKeys(url: string, fetch: typeof globalThis.fetch): Promise<Map<string, CryptoKey>> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: "application/json" },
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const { keys } = (await response.json()) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new Error(`${url} is not a key set`);
  return importKeys(keys);
}

async function importKeys(keys: readonly AssertionJwk[]): Promise<Map<string, CryptoKey>> {
  const usable = keys.filter(({ kid, kty, crv, x }) => kid && kty === "OKP" && crv === "Ed25519" && x);
  const imported = usable.map(async ({ kid = "", kty = "", crv = "", x = "" }) => {
    const key = await crypto.subtle.importKey("jwk", { kty, crv, x }, "Ed25519", false, ["verify"]);
    return [kid, key] as const;
  });
  return new Map(await Promise.all(imported));
}

function readJson(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(part)));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Malformed, as below.
  }
  throw malformed();
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  // One digit cannot be the last of four.
  if (!/^[\w-]+$/.test(base64url) || base64url.length % 4 === 1) throw malformed();
  return Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
    character.charCodeAt(0),
  );
}

function malformed(): InvalidAssertionError {
  return new InvalidAssertionError("malformed", "The assertion is malformed.");
}
