import { timingSafeEqual } from "node:crypto";
import type { ReachTokens } from "@/lib/edge/reach-token";
import type { AskCounter } from "@/lib/edge/responder/ask-counter";
import { askBody, decideAsk } from "@/lib/edge/responder/decide-ask";
import { decideRoute, type RouteDecision, routePage } from "@/lib/edge/responder/decide-route";
import type { EdgeSet } from "@/lib/edge/responder/edge-set";
import { dialAddress } from "@/lib/edge/upstreams";
import type { Upstreams } from "@/lib/platform/ports/edge";

/** An answer to Caddy. */
export type InternalAnswer = { status: number; headers: Record<string, string>; body: string };

/** What the answers are made from. The set and what depends on the settings are replaced while the process runs. */
export type InternalSources = {
  /** null: not loaded yet. */
  set: EdgeSet | null;
  /** null: the settings are not there yet. */
  upstreams: Pick<Upstreams, "decide"> | null;
  reach: Pick<ReachTokens, "answer"> | null;
  readonly asks: AskCounter;
  now(): Date;
};

const json = { "content-type": "application/json", "cache-control": "no-store" };
const plain = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
const html = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };

/** `GET /internal/ask?domain=`: 200 to allow, 403 to refuse, 400 for what cannot be a hostname. */
export function answerAsk(sources: InternalSources, domain: string, { isCounted = true } = {}): InternalAnswer {
  const decision = decideAsk(sources.set, domain);
  if (isCounted) sources.asks.count(decision);
  return { status: decision.status, headers: json, body: askBody(decision) };
}

/** What Caddy's forward_auth says of the visitor's request. */
export type RouteQuestion = { host: string; uri: string };

/** `GET /internal/route`, asked for every request of a customer's hostname. */
export function answerRoute(
  sources: InternalSources,
  { host, uri }: RouteQuestion,
): InternalAnswer | Promise<InternalAnswer> {
  const proof = sources.reach?.answer(uri, withoutPort(host), sources.now()) ?? null;
  // Not a success: Caddy proxies only those to an upstream, and returns any other answer to the client.
  if (proof !== null) return { status: 404, headers: plain, body: proof };
  const decision = decideRoute(sources, host);
  return decision instanceof Promise ? decision.then(toAnswer) : toAnswer(decision);
}

function toAnswer(decision: RouteDecision): InternalAnswer {
  if (decision.kind === "page") return { status: decision.status, headers: html, body: routePage(decision) };
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

/** Compares with INTERNAL_TOKEN in constant time. Its length is no secret. */
export function createTokenCheck(token: string): (given: string | undefined) => boolean {
  const expected = Buffer.from(token);
  return (given) => {
    if (given === undefined || given.length !== token.length) return false;
    const bytes = Buffer.from(given);
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  };
}
