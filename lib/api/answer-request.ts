import type { IncomingMessage, ServerResponse } from "node:http";
import { hasBody } from "@/lib/api/endpoints/endpoint";
import type { FoundRoute } from "@/lib/api/find-route";
import { maxBodyBytes } from "@/lib/api/read-input";

/** Handlers read the path's query, and nothing of the place. */
const origin = "http://localhost";

/** Answers a request of Node's server with a route, as Next would. Rejects where the request could not be read to its end. */
export async function answerRequest(
  { route, params }: FoundRoute,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const request = new Request(`${origin}${incoming.url}`, {
    method: incoming.method,
    headers: headersOf(incoming),
    body: hasBody(incoming) ? await readStart(incoming) : null,
    signal: gone.signal,
  });
  const answer = await route(request, params);
  const headers = Object.fromEntries(answer.headers);
  if (answer.body === null) {
    response.writeHead(answer.status, headers).end();
    return;
  }
  const body = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, { ...headers, "content-length": body.length }).end(body);
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  // Where no proxy stands before us the caller's address is the connection's: Next says so in the same way.
  if (!headers.has("x-forwarded-for")) headers.set("x-forwarded-for", incoming.socket.remoteAddress ?? "");
  return headers;
}

/** The body up to just beyond what is allowed: by that much the route sees that it is too large, and refuses it. */
async function readStart(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBodyBytes) break;
  }
  // The rest flows by, so that the caller comes to read the answer.
  incoming.resume();
  return Buffer.concat(chunks);
}
