import { createHmac, randomBytes } from "node:crypto";
import { isSameSecret } from "@/lib/platform/crypto/hash-secret";

/** The path by which a request that reached our edge differs from one that reached another server. */
const reachPath = "/.well-known/latchkey/";

/** A one-time request to our own edge: a server that answers `path` with `proof` is ours, behind any number of proxies. */
export type ReachChallenge = { path: string; proof: string };

export type ReachTokens = {
  issue(hostname: string, now: Date): ReachChallenge;
  /** The proof for a path that one of our instances issued for this hostname within the last minute; else null. */
  answer(path: string, hostname: string, now: Date): string | null;
  /** The same for the token alone, which is the path's last part. */
  answerToken(token: string, hostname: string, now: Date): string | null;
};

/** Sent with a token by our own probes; the edge adds it with the proof to whatever it answers. */
export const reachHeader = "latchkey-reach";

const lifetimeMs = 60_000;

/** What edges get to know instead of the secret that it comes from. */
export function reachSecret(tokenSecret: string): string {
  return createHmac("sha256", tokenSecret).update("latchkey-reach-secret").digest("base64url");
}

/** Signed, so that instances need no shared state. */
export function createReachTokens(secret: string): ReachTokens {
  const sign = (purpose: string, text: string) =>
    createHmac("sha256", secret).update(`latchkey-reach:${purpose}:${text}`).digest("base64url");
  function answerToken(token: string, hostname: string, now: Date): string | null {
    const [nonce, until, signature, ...rest] = token.split(".");
    if (!nonce || !until || !signature || rest.length > 0 || token.length > 200) return null;
    if (!isSameSecret(signature, sign("token", `${nonce}.${until}:${hostname}`))) return null;
    const leftMs = Number.parseInt(until, 36) - now.getTime();
    return leftMs >= 0 ? `latchkey ${sign("proof", token)}` : null;
  }

  return {
    issue(hostname, now) {
      const body = `${randomBytes(16).toString("base64url")}.${(now.getTime() + lifetimeMs).toString(36)}`;
      const token = `${body}.${sign("token", `${body}:${hostname}`)}`;
      return { path: `${reachPath}${token}`, proof: `latchkey ${sign("proof", token)}` };
    },
    answer(path, hostname, now) {
      const [token] = path.startsWith(reachPath) ? path.slice(reachPath.length).split("?") : [];
      return token ? answerToken(token, hostname, now) : null;
    },
    answerToken,
  };
}
