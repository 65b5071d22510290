import type { IncomingMessage, ServerResponse } from "node:http";
import type { FoundRoute } from "@/lib/api/find-route";
import { maxBodyBytes } from "@/lib/api/read-input";
import { TextResponse } from "@/lib/api/text-response";

/** Routes read the query of the URL, never its origin. */
const origin = "http://localhost";

const drainMs = 5_000;

/** Answers a request of Node's server with a route, as Next would. Rejects when the request ends before it is read. */
export async function answerRequest(
  { route, params, maxBytes: routeBytes }: FoundRoute,
  incoming: IncomingMessage,
  response: ServerResponse,
  maxBytes = routeBytes ?? maxBodyBytes,
): Promise<void> {
  const disconnected = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) disconnected.abort();
  });
  const { method = "GET" } = incoming;
  const request = {
    method,
    url: `${origin}${incoming.url}`,
    headers: headersOf(incoming),
    body: method === "GET" || method === "HEAD" ? null : new Response(await readStart(incoming, maxBytes)).body,
    signal: disconnected.signal,
  };
  await sendResponse(await route(request, params), response);
}

/** Adds to what is set on `response`; without another rule nothing is cached. */
export async function sendResponse(answer: Response, response: ServerResponse): Promise<void> {
  const headers = { "cache-control": "no-store", ...Object.fromEntries(answer.headers) };
  if (answer instanceof TextResponse) {
    const length = Buffer.byteLength(answer.sent);
    response.writeHead(answer.status, { ...headers, "content-length": length }).end(answer.sent);
    return;
  }
  if (answer.body === null) {
    response.writeHead(answer.status, headers).end();
    return;
  }
  // A body of one part gets its length; one of several is sent as it comes, and is never whole in memory.
  const reader = answer.body.getReader();
  const { value: first } = await reader.read();
  const second = await reader.read();
  if (second.done) {
    response.writeHead(answer.status, { ...headers, "content-length": first?.length ?? 0 }).end(first);
    return;
  }
  response.writeHead(answer.status, headers).write(first);
  let part: ReadableStreamReadResult<Uint8Array> = second;
  while (!part.done) {
    if (!response.write(part.value)) await drained(response);
    if (response.destroyed) return reader.cancel();
    part = await reader.read();
  }
  response.end();
}

/** Until the caller has read what was written, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      response.off("drain", end).off("close", end);
      resolve();
    };
    if (response.destroyed) resolve();
    else response.once("drain", end).once("close", end);
  });
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  // Without a proxy in front, the caller's address is the connection's. Next sets the header in the same way.
  if (!headers.has("x-forwarded-for")) headers.set("x-forwarded-for", incoming.socket.remoteAddress ?? "");
  return headers;
}

/** The body, up to just over the limit: enough for the route to refuse it as too large. */
async function readStart(incoming: IncomingMessage, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) break;
  }
  if (size > maxBytes) await drain(incoming);
  return Buffer.concat(chunks);
}

/**
 * Reads and drops what the caller still sends, for a while: one that writes everything before it reads must get to read the
 * response, also where the connection is closed after it.
 */
export async function drain(incoming: IncomingMessage): Promise<void> {
  incoming.resume();
  if (incoming.readableEnded || incoming.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, drainMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    incoming.once("end", done).once("close", done);
  });
}
