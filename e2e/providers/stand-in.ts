import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { getFreePort } from "@/e2e/support/free-port";
import type { Credential } from "@/lib/dns/adapters/adapter";
import { createModelZone, type ModelZone } from "./model-zone";

/** What a stand-in's handler sees. `path` starts after the base path; `params` are the parts of the route's path named `:so`. */
export type StandInRequest = {
  method: string;
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: string;
  /** The body as JSON; an empty object where it is none. */
  json: Record<string, unknown>;
};

/** A body that is no string is sent as JSON. */
export type StandInAnswer = { status: number; headers?: Record<string, string>; body?: unknown };

export type StandInRoute = {
  method: string;
  /** Such as `/zones/:zone/records/:id`. */
  path: string;
  handle(request: StandInRequest): StandInAnswer;
};

/**
 * What the next matching requests meet. `answer`: this, and the request has no effect. `break_before`: the connection breaks,
 * and the request has no effect. `break_after`: the write is done, then the connection breaks. `silence`: no answer ever.
 */
export type StandInFailure = {
  kind?: "answer" | "break_before" | "break_after" | "silence";
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** How many requests it meets; 1 where it is not given. */
  times?: number;
  /** How many matching requests pass before. */
  skip?: number;
  /** Which requests it meets; all where it is not given. */
  when?(request: StandInRequest): boolean;
};

export type StandIn = {
  /** In place of the provider's base URL, with its path: `AdapterDeps.baseUrl`. */
  baseUrl: string;
  credential: Credential;
  /** The first of `zones`. */
  zone: ModelZone;
  zones: ModelZone[];
  /** Every request so far, oldest first. */
  requests: readonly StandInRequest[];
  fail(failure: StandInFailure): void;
  /** Called before each request is handled: for changes by somebody else between two calls. */
  onRequest(listener: ((request: StandInRequest) => void) | null): void;
  close(): Promise<void>;
};

export type StandInOptions = {
  /** The path of the provider's base URL, such as `/client/v4`. */
  basePath: string;
  credential: Credential;
  /** One zone `example.com` where it is not given. */
  zones?: ModelZone[];
  routes(zones: ModelZone[]): readonly StandInRoute[];
  /** Null: the request may pass. Asked before anything else. */
  refuse?(request: StandInRequest): StandInAnswer | null;
  /** For paths that no route has. */
  notFound: StandInAnswer;
};

/** A provider's API on loopback, over plain HTTP, with zones in memory. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const zones = options.zones ?? [createModelZone("example.com")];
  const [zone] = zones;
  if (zone === undefined) throw new Error("a stand-in has at least one zone");
  const routes = options.routes(zones).map(compileRoute);
  const requests: StandInRequest[] = [];
  let failures: (StandInFailure & { times: number; skip: number })[] = [];
  let listener: ((request: StandInRequest) => void) | null = null;

  const takeFailure = (request: StandInRequest): StandInFailure | null => {
    for (const failure of failures) {
      if (failure.when && !failure.when(request)) continue;
      if (failure.skip > 0) {
        failure.skip -= 1;
        continue;
      }
      failure.times -= 1;
      failures = failures.filter(({ times }) => times > 0);
      return failure;
    }
    return null;
  };

  const handle = (request: StandInRequest): StandInAnswer => {
    const refused = options.refuse?.(request);
    if (refused) return refused;
    for (const route of routes) {
      const params = route.match(request);
      if (params) return route.handle({ ...request, params });
    }
    return options.notFound;
  };

  const server = createServer(async (incoming, outgoing) => {
    const request = await readRequest(incoming, options.basePath);
    if (request === null) return send(outgoing, options.notFound);
    requests.push(request);
    listener?.(request);
    const failure = takeFailure(request);
    if (failure === null) return send(outgoing, handle(request));
    const { kind = "answer" } = failure;
    if (kind === "silence") return;
    if (kind === "answer") return send(outgoing, { ...failure, status: failure.status ?? 500 });
    if (kind === "break_after") handle(request);
    outgoing.destroy();
  });
  const port = await getFreePort();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));

  return {
    baseUrl: `http://127.0.0.1:${port}${options.basePath}`,
    credential: options.credential,
    zone,
    zones,
    requests,
    fail: (failure) => void failures.push({ ...failure, times: failure.times ?? 1, skip: failure.skip ?? 0 }),
    onRequest: (next) => {
      listener = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Page<T> = { items: T[]; page: number; pageSize: number; pages: number; total: number };

/** One page of a list, counted from 1. */
export function pageOf<T>(items: readonly T[], input: { page: string | null; pageSize: string | null; most: number }) {
  const page = Math.max(1, Number(input.page ?? 1) || 1);
  const pageSize = Math.min(input.most, Math.max(1, Number(input.pageSize ?? input.most) || input.most));
  const start = (page - 1) * pageSize;
  const pages = Math.max(1, Math.ceil(items.length / pageSize));
  return { items: items.slice(start, start + pageSize), page, pageSize, pages, total: items.length } satisfies Page<T>;
}

function compileRoute({ method, path, handle }: StandInRoute) {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => String(name));
  const pattern = new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/:\w+/g, "([^/]+)")}$`);
  const match = (request: StandInRequest): Record<string, string> | null => {
    const found = request.method === method ? pattern.exec(request.path) : null;
    return found && Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")]));
  };
  return { match, handle };
}

async function readRequest(incoming: IncomingMessage, basePath: string): Promise<StandInRequest | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const url = new URL(incoming.url ?? "/", "http://stand-in.invalid");
  if (!url.pathname.startsWith(basePath)) return null;
  const body = Buffer.concat(chunks).toString("utf8");
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? "GET",
    path: url.pathname.slice(basePath.length) || "/",
    params: {},
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body,
    json: readJson(body),
  };
}

function readJson(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function send(outgoing: ServerResponse, { status, headers = {}, body }: StandInAnswer): void {
  const isText = typeof body === "string" || body === undefined;
  const kind = { "content-type": isText ? "text/plain; charset=utf-8" : "application/json" };
  outgoing.writeHead(status, { ...kind, ...headers }).end(isText ? body : JSON.stringify(body));
}
