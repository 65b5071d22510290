import { createServer, METHODS, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { errorResponse } from "@/lib/api/error-response";
import { findRoute } from "@/lib/api/find-route";
import { parseTarget } from "@/lib/api/request-target";
import { securityHeaders } from "@/lib/api/security-headers";
import { type Site, serveRequest } from "@/lib/api/serve-request";
import { isRefusal, Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";

/** How long the rest of a refused request is read, so that the caller gets to read the response. */
const drainMs = 1_000;

/** Node's server for this site. What Node itself would refuse without a word gets the error envelope, too. */
export function createHttpServer(site: Site): Server {
  const unanswered = new WeakMap<Duplex, Set<ServerResponse>>();
  // serveRequest checks the Host header: Node would refuse its absence with an empty response.
  const server = createServer({ requireHostHeader: false }, (incoming, response) => {
    const { socket } = incoming;
    const responses = unanswered.get(socket) ?? new Set();
    unanswered.set(socket, responses.add(response));
    response.once("close", () => responses.delete(response));
    void serveRequest(site, incoming, response);
  });
  // An expectation that we do not know changes nothing.
  server.on("checkExpectation", (incoming, response) => server.emit("request", incoming, response));
  server.on("connect", (incoming, socket: Duplex) => refuse(site, refusalOf("CONNECT", incoming.url ?? ""), socket));
  server.on("clientError", (error: ParseError, socket: Duplex) => {
    const begun = [...(unanswered.get(socket) ?? [])].some(({ headersSent }) => headersSent);
    if (error.code === "ECONNRESET" || !socket.writable || begun) socket.destroy();
    else void refuse(site, toRefusal(error), socket);
  });
  // Caddy keeps idle connections open for two minutes: the server must not close them first.
  server.keepAliveTimeout = 130_000;
  return server;
}

/** What Node's parser reports. */
type ParseError = NodeJS.ErrnoException & { rawPacket?: Buffer };

function toRefusal({ code, rawPacket }: ParseError): Refusal {
  if (code === "HPE_HEADER_OVERFLOW" || code === "HPE_CHUNK_EXTENSIONS_OVERFLOW") {
    return new Refusal("payload_too_large", "The headers of the request are too large.");
  }
  const line = /^([!#$%&'*+.^`|~\w-]+) (\S+) HTTP\/1\.[01]\r?\n/.exec(rawPacket?.toString("latin1") ?? "");
  const [, method = "", target = ""] = line ?? [];
  if (code === "HPE_INVALID_METHOD" && line && !METHODS.includes(method)) return refusalOf(method, target);
  return new Refusal("invalid", "This is not a complete and valid HTTP/1.1 request.");
}

/** For a method that no path supports. */
function refusalOf(method: string, target: string): Refusal {
  try {
    const path = parseTarget(target)?.path;
    if (path !== undefined) findRoute(method, path);
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
  return new Refusal("invalid", "The request's target must be a path in printable ASCII and UTF-8 escapes.");
}

/** Writes the refusal to a connection that Node has given up, and closes it. */
async function refuse({ runtime }: Site, refusal: Refusal, socket: Duplex): Promise<void> {
  const { service, env } = runtime;
  const response = errorResponse(refusal, newId(service.now()), env.appUrl, service.log);
  const body = await response.text();
  const headers = {
    ...securityHeaders("/v1", { https: env.appUrl.startsWith("https:"), scriptHash: "", nonce: "" }),
    ...Object.fromEntries(response.headers),
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const status = `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}`;
  socket.on("error", () => socket.destroy());
  socket.end([status, ...lines, "", body].join("\r\n"));
  socket.resume();
  setTimeout(() => socket.destroy(), drainMs).unref();
}
