import { createServer as createHttpServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { IssuedCertificate } from "@/e2e/support/certificates";

/** An origin's response to every request, as JSON. */
export type Echo = {
  origin: string;
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** The name in the TLS handshake; null over plain HTTP. */
  serverName: string | null;
};

export type Upstream = { name: string; port: number; url: string; stop: () => Promise<void> };

/** A tenant's origin on 127.0.0.1 that responds with its name and the request it received; it echoes upgraded connections. */
export async function startUpstream(name: string, { tls }: { tls?: IssuedCertificate } = {}): Promise<Upstream> {
  const answer: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const echo: Echo = {
        origin: name,
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
        serverName: tls ? (request.socket as TLSSocket).servername || null : null,
      };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(echo));
    });
  };
  const server = tls ? createHttpsServer({ cert: tls.certPem, key: tls.keyPem }, answer) : createHttpServer(answer);
  const upgraded = new Set<Socket>();
  server.on("upgrade", (_request, socket: Socket) => {
    upgraded.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => upgraded.delete(socket));
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name,
    port,
    url: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    stop: async () => {
      for (const socket of upgraded) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
