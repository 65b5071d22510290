import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:https";
import { createTestAuthority } from "@/e2e/support/certificates";

/** What the CA does. `nonces`: it refuses every nonce. `limited`: it refuses orders because of its limits. */
export type CaFault = "none" | "nonces" | "limited";

export type CaProxy = {
  directoryUrl: string;
  /** PEM of the root of its own HTTPS certificate. */
  rootPem: string;
  hits(): number;
  set(fault: CaFault): void;
  /** Takes no connections until `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
};

const problem = "urn:ietf:params:acme:error:";

/** In front of Pebble, whose URLs follow the request's host: all requests of an ACME client come through here. */
export async function startCaProxy(options: {
  port: number;
  pebblePort: number;
  pebbleRootFile: string;
}): Promise<CaProxy> {
  const { port, pebblePort } = options;
  const authority = createTestAuthority("CA proxy's own HTTPS root");
  const { certPem, keyPem } = authority.issue({ names: ["localhost", "127.0.0.1"] });
  const pebbleRoot = readFileSync(options.pebbleRootFile, "utf8");
  let fault: CaFault = "none";
  let hits = 0;

  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method, headers, url } = incoming;
    const isOrder = url === "/order-plz";
    if ((fault === "nonces" && method === "POST") || (fault === "limited" && isOrder)) {
      hits += 1;
      incoming.resume();
      return refuse(outgoing, fault);
    }
    const inner = request(
      { host: "127.0.0.1", port: pebblePort, ca: pebbleRoot, path: url, method, headers },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      },
    );
    inner.on("error", () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
    incoming.pipe(inner);
  };
  const open = () => {
    const next = createServer({ cert: certPem, key: keyPem }, answer);
    return new Promise<typeof next>((resolve, reject) => {
      next.once("error", reject).listen(port, "127.0.0.1", () => resolve(next));
    });
  };
  let server = await open();
  return {
    directoryUrl: `https://127.0.0.1:${port}/dir`,
    rootPem: authority.certPem,
    hits: () => hits,
    set: (next) => {
      fault = next;
      hits = 0;
    },
    stop: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    start: async () => {
      server = await open();
    },
  };
}

function refuse(outgoing: ServerResponse, fault: "nonces" | "limited"): void {
  const head = { "content-type": "application/problem+json", "replay-nonce": Math.random().toString(36).slice(2) };
  const body =
    fault === "nonces"
      ? { type: `${problem}badNonce`, detail: "JWS has an invalid anti-replay nonce", status: 400 }
      : { type: `${problem}rateLimited`, detail: "too many certificates already issued, retry later", status: 429 };
  outgoing.writeHead(body.status, fault === "limited" ? { ...head, "retry-after": "3600" } : head);
  outgoing.end(JSON.stringify(body));
}
