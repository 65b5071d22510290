import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

export type Proxy = { port: number; stop: () => Promise<void> };

/** A web server that forwards every request to a port of 127.0.0.1; `givesHost` replaces the request's host. */
export async function startProxy(options: {
  host?: string;
  port?: number;
  to: number;
  givesHost?: string;
}): Promise<Proxy> {
  const { host = "127.0.0.1", port = 0, to, givesHost } = options;
  const server = createServer((incoming, outgoing) => {
    const headers = givesHost === undefined ? incoming.headers : { ...incoming.headers, host: givesHost };
    const place = { host: "127.0.0.1", port: to, path: incoming.url, method: incoming.method, headers };
    const inner = request(place, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    inner.on("error", () => outgoing.writeHead(502).end());
    incoming.pipe(inner);
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
