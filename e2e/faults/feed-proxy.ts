import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { ChangesAnswer } from "@/lib/edge/protocol/changes";

/**
 * What the control plane's answers look like to the edge. `gap`, `repeated` and `backwards` lie about the sequences of
 * changes, `nonce` about the history that they belong to.
 */
export type FeedFault = "none" | "500" | "hang" | "html" | "gap" | "repeated" | "backwards" | "nonce";

export type FeedProxy = {
  url: string;
  port: number;
  /** How often the fault in force had something to answer. */
  hits(): number;
  /** Ends the requests that are under way, so that it is in force at once. */
  set(fault: FeedFault): void;
  stop(): Promise<void>;
};

const feed = "/internal/edge/";

/** Between edges and the control plane at `targetPort`: passes everything on, except what `set` spoils. */
export async function startFeedProxy(targetPort: number): Promise<FeedProxy> {
  let fault: FeedFault = "none";
  let hits = 0;
  const open = new Set<ServerResponse>();
  const server = createServer((incoming, outgoing) => {
    const isFeed = incoming.url?.startsWith(feed) ?? false;
    if (isFeed) {
      open.add(outgoing);
      outgoing.on("close", () => open.delete(outgoing));
    }
    if (!isFeed || fault === "none") return forward(targetPort, incoming, outgoing, null);
    const current = fault;
    if (current === "500" || current === "html" || current === "hang") {
      hits += 1;
      incoming.resume();
      if (current === "500") outgoing.writeHead(500, { "content-type": "application/json" }).end("{}");
      if (current === "html") outgoing.writeHead(200, { "content-type": "text/html" }).end("<h1>Maintenance</h1>");
      return;
    }
    // Snapshots are true: what is tested is whether lies are noticed.
    if (!incoming.url?.startsWith(`${feed}changes`)) return forward(targetPort, incoming, outgoing, null);
    return forward(targetPort, incoming, outgoing, (answer) => {
      if (answer.changes.length === 0) return answer;
      hits += 1;
      return lieAbout(answer, current);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    hits: () => hits,
    set(next) {
      // What passes anyway, or is answered at once, may end as it would.
      if (next !== "none" || fault === "hang") for (const outgoing of open) outgoing.destroy();
      fault = next;
      hits = 0;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function lieAbout(answer: ChangesAnswer, fault: FeedFault): ChangesAnswer {
  const { cursor, changes } = answer;
  const nonce = cursor.slice(cursor.indexOf(":") + 1);
  const last = changes.at(-1)?.sequence ?? 0;
  if (fault === "gap") {
    const moved = changes.map(({ sequence, change }) => ({ sequence: sequence + 1, change }));
    return { ...answer, cursor: `${last + 1}:${nonce}`, changes: moved };
  }
  if (fault === "repeated") return { ...answer, changes: [...changes, ...changes] };
  if (fault === "backwards") {
    const moved = changes.map(({ sequence, change }) => ({ sequence: Math.max(1, sequence - 2), change }));
    return { ...answer, cursor: `${Math.max(1, last - 2)}:${nonce}`, changes: moved };
  }
  if (fault === "nonce") return { ...answer, cursor: `${last}:00000000-0000-4000-8000-000000000000` };
  return answer;
}

function forward(
  port: number,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  change: ((answer: ChangesAnswer) => ChangesAnswer) | null,
): void {
  const place = { host: "127.0.0.1", port, path: incoming.url, method: incoming.method, headers: incoming.headers };
  const inner = request(place, async (response) => {
    if (change === null || response.statusCode !== 200) {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.on("error", () => outgoing.destroy());
      response.pipe(outgoing);
      return;
    }
    const body = await text(response).catch(() => null);
    if (body === null) return outgoing.destroy();
    outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(change(JSON.parse(body))));
  });
  inner.on("error", () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
  // A poll that its edge gave up ends at the control plane too.
  outgoing.on("close", () => inner.destroy());
  incoming.pipe(inner);
}
