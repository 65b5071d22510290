import { type ClientRequest, type IncomingMessage, request as startRequest } from "node:http";
import type { Socket } from "node:net";
import { type BodyText, readBody } from "@/lib/platform/outbound/read-body";

export type OutboundMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type ConverseRequest = {
  method: OutboundMethod;
  headers: Record<string, string>;
  body?: string;
  maxResponseBytes: number;
};

export type ConverseResponse = BodyText & { status: number; headers: Record<string, string> };

const maxHeaderBytes = 16_384;
const ownHeaders: ReadonlySet<string> = new Set(["host", "connection", "accept-encoding"]);

/**
 * One request and its response in HTTP/1.1 over the given connection and no other. Interim responses (1xx) are skipped. The
 * status and headers are the response: a body that is reset, broken or still running when the signal aborts counts as far
 * as it came. @throws node's error, or the signal's
 */
export async function converse(
  request: ConverseRequest,
  url: URL,
  socket: Socket,
  signal: AbortSignal,
): Promise<ConverseResponse> {
  const sent = startRequest({
    createConnection: () => socket,
    method: request.method,
    path: url.pathname + url.search,
    headers: requestHeaders(request.headers, url),
    maxHeaderSize: maxHeaderBytes,
    signal,
  });
  try {
    const response = await receive(sent, request.body);
    const { body, truncated } = await readBody(response, request.maxResponseBytes);
    return { status: response.statusCode ?? 0, headers: joinHeaders(response), body, truncated };
  } finally {
    sent.destroy();
  }
}

function receive(sent: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.on("error", reject);
    sent.on("response", resolve);
    sent.on("upgrade", () => reject(Object.assign(new Error("not asked for"), { code: "UPGRADE" })));
    sent.end(body);
  });
}

/** No encoding is offered: a small compressed body could be a huge one. */
function requestHeaders(headers: Record<string, string>, url: URL): Record<string, string> {
  const given = Object.entries(headers).filter(([name]) => !ownHeaders.has(name.toLowerCase()));
  return Object.fromEntries([...given, ["host", url.host], ["connection", "close"], ["accept-encoding", "identity"]]);
}

function joinHeaders({ headersDistinct }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headersDistinct).map(([name, values]) => [name, (values ?? []).join(", ")]));
}
