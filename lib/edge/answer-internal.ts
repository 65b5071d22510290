import type { AskCounter } from "@/lib/edge/ask-counter";
import type { ClaimSet } from "@/lib/edge/claim-set";
import { type AskDecision, askBody, decideAsk } from "@/lib/edge/decide-ask";
import { decideRoute, routePage } from "@/lib/edge/decide-route";
import type { ReachTokens } from "@/lib/edge/reach-token";
import { dialAddress } from "@/lib/edge/upstreams";
import { isSameSecret } from "@/lib/platform/crypto/hash-secret";
import type { Upstreams } from "@/lib/platform/ports/edge";

/** An answer that both the fast path of server.ts and Next's route handlers send. */
export type InternalAnswer = { status: number; headers: Record<string, string>; body: string };

export type InternalEndpoints = {
  claims: ClaimSet;
  upstreams: Upstreams;
  asks: AskCounter;
  token: string;
  reach: ReachTokens;
  now(): Date;
};

type Question = { query: URLSearchParams; header(name: string): string | null };

const json = { "content-type": "application/json", "cache-control": "no-store" };
const plain = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
const forbidden: InternalAnswer = { status: 401, headers: json, body: '{"error":{"code":"unauthorized"}}' };

/** `GET /internal/ask?domain=`: 200 to allow, 403 to refuse, 400 for what cannot be a hostname. */
export function answerAsk(internal: InternalEndpoints, question: Question): InternalAnswer | Promise<InternalAnswer> {
  if (!isAuthorized(internal, question)) return forbidden;
  const decision = decideAsk(internal.claims, question.query.get("domain") ?? "");
  return decision instanceof Promise ? decision.then((late) => toAnswer(internal, late)) : toAnswer(internal, decision);
}

function toAnswer(internal: InternalEndpoints, decision: AskDecision): InternalAnswer {
  internal.asks.count(decision);
  return { status: decision.status, headers: json, body: askBody(decision) };
}

/** `GET /internal/route`, asked by Caddy's forward_auth for every request of a customer's hostname. */
export async function answerRoute(internal: InternalEndpoints, question: Question): Promise<InternalAnswer> {
  if (!isAuthorized(internal, question)) return forbidden;
  const host = question.header("x-forwarded-host") ?? question.header("host") ?? "";
  const proof = internal.reach.answer(question.header("x-forwarded-uri") ?? "", withoutPort(host), internal.now());
  // Not a success: Caddy proxies only those to an upstream, and returns any other answer to the client.
  if (proof !== null) return { status: 404, headers: plain, body: proof };
  const decision = await decideRoute(internal, host);
  if (decision.kind === "page") {
    const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
    return { status: decision.status, headers, body: routePage(decision) };
  }
  const headers = {
    "x-latchkey-upstream": dialAddress(decision),
    "x-latchkey-upstream-fallback": dialAddress({ ...decision, address: decision.fallback }),
    "x-latchkey-upstream-scheme": decision.scheme,
    "x-latchkey-upstream-name": decision.name,
  };
  return { status: 200, headers, body: "" };
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}

/** The token is in the ask URL, where Caddy can send nothing else, and in a header everywhere else. */
export function isAuthorized(internal: Pick<InternalEndpoints, "token">, question: Question): boolean {
  const bearer = /^Bearer (.+)$/.exec(question.header("authorization") ?? "")?.[1];
  const given = question.query.get("token") ?? question.header("x-latchkey-token") ?? bearer;
  return given !== undefined && given !== null && isSameSecret(given, internal.token);
}
