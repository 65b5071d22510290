import { timingSafeEqual } from "node:crypto";
import { type AssertionCache, assertionHeader } from "@/lib/edge/assertion/assertion-cache";
import { type ReachTokens, reachHeader } from "@/lib/edge/reach-token";
import type { AskCounter } from "@/lib/edge/responder/ask-counter";
import { askBody, decideAsk } from "@/lib/edge/responder/decide-ask";
import { decideRoute, type RouteDecision } from "@/lib/edge/responder/decide-route";
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
  reach: Pick<ReachTokens, "answer" | "answerToken"> | null;
  assertions: AssertionCache | null;
  readonly asks: AskCounter;
  now(): Date;
};

const json = { "content-type": "application/json", "cache-control": "no-store" };
const plain = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };

/** `GET /internal/ask?domain=`: 200 to allow, 403 to refuse, 400 for what cannot be a hostname. */
export function answerAsk(sources: InternalSources, domain: string, { isCounted = true } = {}): InternalAnswer {
  const decision = decideAsk(sources.set, domain);
  if (isCounted) sources.asks.count(decision);
  return { status: decision.status, headers: json, body: askBody(decision) };
}

/** What Caddy asks about a visitor's request. `path` and `token`: of a probe of our own, else empty. */
export type RouteQuestion = { host: string; path: string; token: string };

/** `GET /internal/route`, asked for every request of a customer's hostname. */
export function answerRoute(
  sources: InternalSources,
  { host, path, token }: RouteQuestion,
): InternalAnswer | Promise<InternalAnswer> {
  const { reach } = sources;
  const proof = path === "" ? null : (reach?.answer(path, withoutPort(host), sources.now()) ?? null);
  // Without an origin or a page in it, Caddy returns the answer to the client as it is. Proxies replace error pages: 200.
  if (proof !== null) return { status: 200, headers: { ...plain, [reachHeader]: proof }, body: proof };
  const decision = decideRoute(sources, host);
  return decision instanceof Promise
    ? decision.then((late) => toAnswer(sources, late, token))
    : toAnswer(sources, decision, token);
}

/** `GET /.well-known/jwks.json`, where the app is away: Caddy then asks here. */
export function answerKeySet({ assertions }: Pick<InternalSources, "assertions">): InternalAnswer {
  if (assertions === null) return { status: 503, headers: json, body: '{"error":{"code":"unavailable"}}' };
  const headers = {
    "content-type": "application/json",
    "cache-control": "public, max-age=3600",
    "access-control-allow-origin": "*",
  };
  return { status: 200, headers, body: JSON.stringify(assertions.keySet()) };
}

function toAnswer(sources: InternalSources, decision: RouteDecision, token: string): InternalAnswer {
  const { assertions, reach, now } = sources;
  const { hostname } = decision;
  // No proof for a hostname that this edge does not serve.
  const proof = token === "" || hostname === null ? null : (reach?.answerToken(token, hostname, now()) ?? null);
  const proven: Record<string, string> = proof === null ? {} : { "x-latchkey-proof": proof };
  if (decision.kind === "page") {
    const { status, title, text } = decision;
    const headers = { ...plain, ...proven, "x-latchkey-page-title": title, "x-latchkey-page-text": text };
    return { status, headers, body: `${title}. ${text}\n` };
  }
  if (decision.kind === "app") return { status: 200, headers: { ...proven, "x-latchkey-app": "yes" }, body: "" };
  const { connectionId, applicationId, reference, upstreamHost } = decision.host;
  const assertion =
    assertions?.assertionOf({ hostname: decision.hostname, connectionId, applicationId, reference }, now()) ?? null;
  const headers = {
    ...(assertion === null ? {} : { [assertionHeader]: assertion }),
    ...proven,
    ...(upstreamHost === null ? {} : { "x-latchkey-upstream-host": upstreamHost }),
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
