import type { Socket } from "node:net";
import { Client } from "undici";
import { type BodyText, readBody } from "@/lib/platform/outbound/read-body";

export type ConverseRequest = {
  method: "POST" | "GET";
  headers: Record<string, string>;
  body?: string;
  maxResponseBytes: number;
};

export type ConverseResponse = BodyText & { status: number; headers: Record<string, string> };

const maxHeaderBytes = 16_384;
const ownHeaders: ReadonlySet<string> = new Set(["host", "connection", "accept-encoding"]);

/**
 * One request and its response in HTTP/1.1 over the given connection and no other: undici writes and parses, and may not
 * connect. @throws undici's or the socket's error, or the signal's reason
 */
export async function converse(
  request: ConverseRequest,
  url: URL,
  socket: Socket,
  signal: AbortSignal,
): Promise<ConverseResponse> {
  let isTaken = false;
  const client = new Client(url.origin, {
    connect(_target, callback) {
      const isFirst = !isTaken;
      isTaken = true;
      // Deferred: the client is not ready for a connection before `connect` has returned.
      queueMicrotask(() => (isFirst ? callback(null, socket) : callback(new Error("one connection a request"), null)));
    },
    maxHeaderSize: maxHeaderBytes,
    // The signal is the time cap.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  try {
    const response = await client.request({
      method: request.method,
      path: url.pathname + url.search,
      headers: requestHeaders(request.headers),
      body: request.body ?? null,
      reset: true,
      signal,
    });
    const { body, truncated } = await readBody(response.body, request.maxResponseBytes);
    return { status: response.statusCode, headers: joinHeaders(response.headers), body, truncated };
  } finally {
    await client.destroy();
  }
}

/** No encoding is offered: a small compressed body could be a huge one. */
function requestHeaders(headers: Record<string, string>): Record<string, string> {
  const given = Object.entries(headers).filter(([name]) => !ownHeaders.has(name.toLowerCase()));
  return Object.fromEntries([...given, ["accept-encoding", "identity"]]);
}

function joinHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat().join(", ")]));
}
