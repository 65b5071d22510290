import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type EdgeRequest = {
  port: number;
  hostname: string;
  /** Sent unchanged, so that dots and slashes reach the edge without normalisation. */
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** PEM of the roots to trust. Without it, the request uses plain HTTP. */
  ca?: string;
};

export type EdgeResponse = { status: number; headers: IncomingHttpHeaders; body: string };

const TIMEOUT_MS = timeLimit(30_000);

/** Sends a request to the edge on 127.0.0.1, as a visitor of `hostname`. Rejects if the handshake fails. */
export function requestThroughEdge(options: EdgeRequest): Promise<EdgeResponse> {
  return new Promise((resolve, reject) => {
    const request = open(options);
    request.on("error", reject);
    request.on("response", (response) => resolve(readResponse(response)));
    request.end(options.body);
  });
}

/** The whole response. Rejects if it ends early. */
export async function readResponse(response: IncomingMessage): Promise<EdgeResponse> {
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}

/** The same as a WebSocket upgrade. Resolves with the raw connection once the origin has accepted it. */
export function upgradeThroughEdge(options: EdgeRequest): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const headers = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    };
    const request = open({ ...options, headers: { ...headers, ...options.headers } });
    request.on("error", reject);
    request.on("response", ({ statusCode }) => reject(new Error(`not upgraded: ${statusCode}`)));
    request.on("upgrade", (_response, socket) => resolve(socket));
    request.end();
  });
}

function open({ port, hostname, path = "/", method = "GET", headers = {}, ca }: EdgeRequest) {
  const base = {
    host: "127.0.0.1",
    port,
    path,
    method,
    agent: false as const,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { host: hostname, ...headers },
  };
  return ca === undefined ? httpRequest(base) : httpsRequest({ ...base, servername: hostname, ca });
}
