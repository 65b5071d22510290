import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerPinnedWidgetFile, answerWidgetFile } from "@/lib/api/answer-widget-file";
import { toWire } from "@/lib/kernel/wire";
import { exampleStates } from "@/widget/view/example-states";

/** A site of an integrator, and beside it, at another origin, the script and an API of one tenant's answers. */
export type SkinServers = {
  /** Of the site. */
  site: string;
  /** Of the installation. */
  origin: string;
  /** By path: HTML, or a script. */
  pages: Map<string, { body: string; csp?: string }>;
  /** The installation's own page behind a link. */
  hosted: { body: string; headers: Record<string, string> };
  /** Requests to the API, oldest first: `POST /v1/connections`. */
  asked: string[];
  /** Tokens that are refused as expired. */
  expired: Set<string>;
  /** From now on, the domain is live. */
  goLive(): void;
  close(): Promise<void>;
};

const { analysis_free: analysis, records, success } = exampleStates;

export async function startSkinServers(): Promise<SkinServers> {
  const pages: SkinServers["pages"] = new Map();
  const asked: string[] = [];
  const expired = new Set<string>();
  const hosted: SkinServers["hosted"] = { body: "", headers: {} };
  let isLive = false;

  const site = await listen((incoming, response) => {
    const page = pages.get(incoming.url ?? "");
    const type = incoming.url?.endsWith(".js")
      ? "text/javascript"
      : incoming.url?.endsWith(".css")
        ? "text/css"
        : "text/html";
    response.writeHead(page ? 200 : 404, {
      "content-type": `${type}; charset=utf-8`,
      ...(page?.csp === undefined ? {} : { "content-security-policy": page.csp }),
    });
    response.end(page?.body ?? "");
  });

  const api = await listen(async (incoming, response) => {
    const { pathname } = new URL(incoming.url ?? "", "http://localhost");
    const file = /^\/widget\/v1\/([^/]+)\/([^/]+)$/.exec(pathname);
    const headers = new Headers({ "accept-encoding": String(incoming.headers["accept-encoding"] ?? "") });
    const request = new Request(`http://localhost${pathname}`, { headers });
    if (file)
      return send(response, await answerPinnedWidgetFile(request, { hash: file[1] ?? "", file: file[2] ?? "" }));
    if (pathname === "/widget/v1.js") return send(response, await answerWidgetFile("v1.js")(request, {}));
    if (incoming.method === "GET" && pathname.startsWith("/connect/"))
      return void response.writeHead(200, hosted.headers).end(hosted.body);
    const cors = {
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "authorization, content-type",
      "access-control-allow-methods": "GET, POST",
      "content-type": "application/json",
    };
    if (incoming.method === "OPTIONS") return void response.writeHead(204, cors).end();
    const call = `${incoming.method} ${pathname}`;
    asked.push(call);
    const isExpired = expired.has((incoming.headers.authorization ?? "").replace("Bearer ", ""));
    const answer = isExpired
      ? { status: 401, body: { error: { code: "token_expired", message: "The token has expired." } } }
      : { status: 200, body: toWire(answerOf(call, isLive)) };
    response.writeHead(answer.status, cors).end(JSON.stringify(answer.body));
  });

  return {
    ...{ pages, asked, expired, hosted },
    goLive: () => {
      isLive = true;
    },
    site: site.url,
    origin: api.url,
    close: async () => {
      await Promise.all([site.close(), api.close()]);
    },
  };
}

function answerOf(call: string, isLive: boolean): unknown {
  if (call === "GET /v1/widget") return { ...records.widget, expiresAt: new Date(Date.now() + 3_600_000) };
  if (call === "GET /v1/connections") return { data: [], nextCursor: null };
  if (call === "POST /v1/domains:check") return analysis.check;
  if (call === "POST /v1/connections") return { id: records.setUp?.connectionId, hostname: records.setUp?.hostname };
  if (call.endsWith("/setup") || call === "POST /connect/read") return isLive ? success.setUp : records.setUp;
  return {};
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

async function listen(answer: (incoming: IncomingMessage, response: ServerResponse) => unknown) {
  const server = createServer((incoming, response) => void answer(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
