import { createHash, createHmac, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { EdgeSettings } from "@/lib/edge/protocol/settings";

/** An Ed25519 seed with the time in which edges sign with it. */
export type AssertionKey = EdgeSettings["assertionKeys"][number];

export type PublicJwk = { kty: "OKP"; crv: "Ed25519"; x: string; kid: string; alg: "EdDSA"; use: "sig" };

export const assertionPeriodMs = 30 * 24 * 60 * 60 * 1_000;

/** What comes before a seed in the PKCS #8 form of an Ed25519 key (RFC 8410). */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * The keys that edges get: of this period and of the next two, so that an edge signs on without its control plane.
 * @param secret TOKEN_HMAC_SECRET; another one gives other keys, see docs/decisions/0026
 */
export function signingKeys(secret: string, now: Date): AssertionKey[] {
  return keysAround(secret, now, [0, 1, 2]);
}

/** The key set that origins verify with: assertions of the period before may still be on their way. */
export function publicKeySet(secret: string, now: Date): { keys: PublicJwk[] } {
  return { keys: keysAround(secret, now, [-1, 0, 1]).map(toPublicJwk) };
}

export function toPublicJwk({ kid, seed }: Pick<AssertionKey, "kid" | "seed">): PublicJwk {
  return { kty: "OKP", crv: "Ed25519", x: publicPart(toPrivateKey(seed)), kid, alg: "EdDSA", use: "sig" };
}

/** @param seed 32 bytes, base64url */
export function toPrivateKey(seed: string): KeyObject {
  const key = Buffer.concat([pkcs8Prefix, Buffer.from(seed, "base64url")]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

function keysAround(secret: string, now: Date, offsets: readonly number[]): AssertionKey[] {
  const current = Math.floor(now.getTime() / assertionPeriodMs);
  return offsets.map((offset) => keyOf(secret, current + offset));
}

function keyOf(secret: string, period: number): AssertionKey {
  const seed = createHmac("sha256", secret).update(`latchkey-assertion:${period}`).digest("base64url");
  const fingerprint = createHash("sha256")
    .update(publicPart(toPrivateKey(seed)))
    .digest("base64url");
  return {
    kid: `${period}-${fingerprint.slice(0, 10)}`,
    seed,
    from: new Date(period * assertionPeriodMs).toISOString(),
    until: new Date((period + 1) * assertionPeriodMs).toISOString(),
  };
}

function publicPart(key: KeyObject): string {
  const { x } = createPublicKey(key).export({ format: "jwk" });
  if (x === undefined) throw new Error("an Ed25519 key has no public part");
  return x;
}
