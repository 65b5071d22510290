import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import {
  answerAsk,
  answerKeySet,
  answerRoute,
  createTokenCheck,
  type InternalAnswer,
  type InternalSources,
} from "@/lib/edge/responder/answer-internal";
import type { ResponderMetrics } from "@/lib/edge/responder/responder-metrics";

/** `GET /healthz/edge`, for operators and load balancers. */
export type EdgeHealth = {
  loaded: boolean;
  hosts: number;
  cursor: string | null;
  connected: boolean;
  staleSeconds: number;
  problems: string[];
};

export type ResponderOptions = {
  sources: InternalSources;
  /** INTERNAL_TOKEN. */
  token: string;
  metrics: ResponderMetrics;
  health(): EdgeHealth;
  /** Until the set of the last run is loaded; null: it is, or there is none. */
  loading(): Promise<unknown> | null;
  metricsText(): string;
  onError(error: unknown): void;
};

const json = { "content-type": "application/json", "cache-control": "no-store" };
const text = { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" };
const unauthorized: InternalAnswer = {
  status: 401,
  headers: json,
  body: '{"error":{"code":"unauthorized","message":"Send INTERNAL_TOKEN as a bearer token or in X-Latchkey-Token."}}',
};
const notFound: InternalAnswer = { status: 404, headers: json, body: '{"error":{"code":"not_found"}}' };
const failed: InternalAnswer = { status: 500, headers: json, body: '{"error":{"code":"internal"}}' };
/** Longer than Caddy keeps its connections, so that it is Caddy who closes them: otherwise a request could meet the end of one. */
const keepAliveMs = 300_000;
/** How long questions wait for the set to be loaded. Caddy waits for 5 s, and would not ask again for a certificate. */
const maxHoldMs = 4_000;

/** Sent by this edge with its requests to itself, which are no visitors'. Caddy passes no header of this kind on. */
export const measureHeader = "x-latchkey-measure";

/** The server that Caddy asks. It does not listen yet. */
export function createResponderServer(options: ResponderOptions): Server {
  const hasToken = createTokenCheck(options.token);

  function answer(request: IncomingMessage): InternalAnswer | Promise<InternalAnswer> {
    const url = request.url ?? "";
    const mark = url.indexOf("?");
    const path = mark === -1 ? url : url.slice(0, mark);
    const query = mark === -1 ? "" : url.slice(mark + 1);
    if (request.method !== "GET" && request.method !== "HEAD") return notFound;
    const isKnown = hasToken(readParameter(query, "token") ?? headerToken(request));
    if (path === "/healthz/edge") return answerHealth(options.health(), isKnown);
    if (path === "/internal/ask")
      return isKnown ? whenLoaded(() => timedAsk(request, readParameter(query, "domain") ?? "")) : unauthorized;
    if (path === "/internal/route") return isKnown ? whenLoaded(() => timedRoute(request, query)) : unauthorized;
    if (path === "/metrics")
      return isKnown ? { status: 200, headers: text, body: options.metricsText() } : unauthorized;
    if (path === "/.well-known/jwks.json") return answerKeySet(options.sources);
    return notFound;
  }

  function whenLoaded(run: () => InternalAnswer | Promise<InternalAnswer>): InternalAnswer | Promise<InternalAnswer> {
    const loading = options.loading();
    return loading === null ? run() : Promise.race([loading, setTimeout(maxHoldMs)]).then(run);
  }

  function timedAsk({ headers }: IncomingMessage, domain: string): InternalAnswer {
    const startMs = performance.now();
    const answered = answerAsk(options.sources, domain, { isCounted: headers[measureHeader] === undefined });
    options.metrics.observe("ask", outcomeOf(answered), (performance.now() - startMs) / 1_000);
    return answered;
  }

  function timedRoute({ headers }: IncomingMessage, query: string): InternalAnswer | Promise<InternalAnswer> {
    const startMs = performance.now();
    // The header is from a Caddy that runs with the Caddyfile of an earlier version.
    const host = readParameter(query, "host") ?? firstOf(headers["x-forwarded-host"]) ?? "";
    const path = readParameter(query, "path") ?? "";
    const answered = answerRoute(options.sources, { host, path, token: readParameter(query, "reach") ?? "" });
    const observe = (late: InternalAnswer) => {
      options.metrics.observe("route", String(late.status), (performance.now() - startMs) / 1_000);
      return late;
    };
    return answered instanceof Promise ? answered.then(observe) : observe(answered);
  }

  const server = createServer((request, response) => {
    try {
      const answered = answer(request);
      if (!(answered instanceof Promise)) return send(response, answered);
      answered.then(
        (late) => send(response, late),
        (error) => {
          options.onError(error);
          send(response, failed);
        },
      );
    } catch (error) {
      options.onError(error);
      send(response, failed);
    }
  });
  server.keepAliveTimeout = keepAliveMs;
  return server;
}

function send(response: ServerResponse, { status, headers, body }: InternalAnswer): void {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

function outcomeOf({ status }: InternalAnswer): string {
  if (status === 200) return "allowed";
  return status === 403 ? "refused" : "invalid";
}

/** Without the token only whether this edge can serve: a load balancer has none. */
function answerHealth(health: EdgeHealth, isKnown: boolean): InternalAnswer {
  const { loaded, hosts, cursor, connected, staleSeconds, problems } = health;
  const status = loaded ? "ready" : "loading";
  const body = isKnown
    ? { status, loaded, hosts, cursor, connected, stale_seconds: staleSeconds, problems }
    : { status, loaded };
  return { status: loaded ? 200 : 503, headers: json, body: `${JSON.stringify(body)}\n` };
}

/** The value of a query parameter, decoded. Most have nothing to decode. */
function readParameter(query: string, name: string): string | undefined {
  const start = query.startsWith(`${name}=`) ? 0 : query.indexOf(`&${name}=`) + 1;
  if (start === 0 && !query.startsWith(`${name}=`)) return undefined;
  const from = start + name.length + 1;
  const end = query.indexOf("&", from);
  const value = query.slice(from, end === -1 ? undefined : end);
  if (!value.includes("%") && !value.includes("+")) return value;
  return new URLSearchParams(query).get(name) ?? undefined;
}

/** The token is in the URL of the ask, where Caddy can send nothing else, and in a header everywhere else. */
function headerToken({ headers }: IncomingMessage): string | undefined {
  return firstOf(headers["x-latchkey-token"]) ?? /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
}

function firstOf(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}
