import { type KeyObject, sign } from "node:crypto";
import { LRUCache } from "lru-cache";
import { type AssertionKey, type PublicJwk, toPrivateKey, toPublicJwk } from "@/lib/edge/assertion/assertion-keys";

/** The header in which an origin receives the assertion. */
export const assertionHeader = "x-latchkey-assertion";

/** What an assertion says of a host. */
export type AssertedHost = {
  hostname: string;
  connectionId: string;
  applicationId: string;
  reference: string | null;
};

export type AssertionCache = {
  /** The assertion for a request of this host, valid for 150 s at least; null where no key is in force. */
  assertionOf(host: AssertedHost, now: Date): string | null;
  /** What origins verify them with. */
  keySet(): { keys: PublicJwk[] };
};

export type SigningSettings = { appUrl: string; assertionKeys: readonly AssertionKey[] };

type Signed = { text: string; host: AssertedHost; kid: string; at: number };

const lifetimeSeconds = 300;
const maxAgeMs = (lifetimeSeconds * 1_000) / 2;
/** About 12 MB. Of the hosts beyond it, those that were requested least recently are signed again when they are. */
const maxHosts = 20_000;

/**
 * Signs the assertions of an edge, each one once for the requests of 150 s. What changed of a host is compared with each
 * request, so that a hostname that passes to another connection never gets the assertion of the one before.
 */
export function createAssertionCache({ appUrl, assertionKeys }: SigningSettings): AssertionCache {
  const signed = new LRUCache<string, Signed>({ max: maxHosts });
  const keys = assertionKeys.map((key) => ({
    kid: key.kid,
    private: toPrivateKey(key.seed),
    from: Date.parse(key.from),
    until: Date.parse(key.until),
  }));
  return {
    assertionOf(host, now) {
      const at = now.getTime();
      const key = keys.find(({ from, until }) => from <= at && at < until);
      if (!key) return null;
      const last = signed.get(host.hostname);
      if (last && last.kid === key.kid && isFresh(last, at) && isSameHost(last.host, host)) return last.text;
      const text = signAssertion(host, appUrl, key.kid, key.private, now);
      // A copy: the caller's object may hold more, and would be kept alive.
      const { hostname, connectionId, applicationId, reference } = host;
      signed.set(hostname, { text, host: { hostname, connectionId, applicationId, reference }, kid: key.kid, at });
      return text;
    },
    keySet: () => ({ keys: assertionKeys.map(toPublicJwk) }),
  };
}

/** A clock that was set back makes what was signed before it a thing of the future. */
function isFresh({ at }: Signed, now: number): boolean {
  return now >= at && now - at < maxAgeMs;
}

function isSameHost(a: AssertedHost, b: AssertedHost): boolean {
  return a.connectionId === b.connectionId && a.applicationId === b.applicationId && a.reference === b.reference;
}

function signAssertion(host: AssertedHost, issuer: string, kid: string, key: KeyObject, now: Date): string {
  const iat = Math.floor(now.getTime() / 1_000);
  const claims = {
    iss: issuer,
    aud: host.applicationId,
    sub: host.connectionId,
    host: host.hostname,
    application: host.applicationId,
    ...(host.reference === null ? {} : { reference: host.reference }),
    iat,
    exp: iat + lifetimeSeconds,
  };
  const content = `${encode({ alg: "EdDSA", typ: "JWT", kid })}.${encode(claims)}`;
  return `${content}.${sign(null, Buffer.from(content), key).toString("base64url")}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
