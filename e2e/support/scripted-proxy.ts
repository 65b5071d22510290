import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { createServer as createSecureServer, request as httpsRequest } from "node:https";
import type { AddressInfo, Server } from "node:net";
import type { IssuedCertificate } from "@/e2e/support/certificates";

/** What a server in front of the edge does with a request: pass it on over HTTP or HTTPS, or answer it. */
export type ProxyRule = (request: { secure: boolean; path: string; url: string }) => ProxyAction;

export type ProxyAction =
  | { pass: "http" | "https"; onAnswer?: (answer: { status: number; headers: OutgoingHttpHeaders }) => Answer | null }
  | Answer
  | { handle: (response: ServerResponse) => void };

type Answer = { status: number; headers?: OutgoingHttpHeaders; body?: string };

export type ScriptedProxy = {
  httpPort: number;
  httpsPort: number;
  /** What it was asked, as `GET http://host/path`. */
  requests: string[];
  stop(): Promise<void>;
};

export type ScriptedProxyOptions = {
  rule: ProxyRule;
  to: { httpPort: number; httpsPort: number };
  certificate: IssuedCertificate;
  /** Does not listen there. */
  withoutHttps?: boolean;
  host?: string;
  /** Default: free ones. */
  ports?: { httpPort: number; httpsPort: number };
};

/** A CDN or proxy on both web ports, with a script in place of its configuration. The host is passed on, also in SNI. */
export async function startScriptedProxy(options: ScriptedProxyOptions): Promise<ScriptedProxy> {
  const { rule, to, certificate, withoutHttps, host = "127.0.0.1", ports } = options;
  const requests: string[] = [];
  const listener =
    (secure: boolean): RequestListener =>
    (incoming, outgoing) => {
      const name = (incoming.headers.host ?? "").replace(/:\d+$/, "");
      const path = incoming.url ?? "/";
      const url = `http${secure ? "s" : ""}://${name}${path}`;
      requests.push(`${incoming.method} ${url}`);
      const action = rule({ secure, path, url });
      if ("handle" in action) action.handle(outgoing);
      else if ("status" in action) answer(outgoing, action);
      else pass(incoming, outgoing, { name, action, to });
    };
  const plain = createServer(listener(false));
  const secure = createSecureServer({ cert: certificate.certPem, key: certificate.keyPem }, listener(true));
  const httpPort = await listen(plain, host, ports?.httpPort ?? 0);
  const httpsPort = await listen(secure, host, ports?.httpsPort ?? 0);
  if (withoutHttps) await new Promise((resolve) => secure.close(resolve));
  return {
    httpPort,
    httpsPort,
    requests,
    async stop() {
      for (const server of [plain, secure]) {
        server.closeAllConnections();
        if (server.listening) await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

function answer(outgoing: ServerResponse, { status, headers = {}, body = "" }: Answer): void {
  outgoing.writeHead(status, headers).end(body);
}

function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  {
    name,
    action,
    to,
  }: { name: string; action: Extract<ProxyAction, { pass: string }>; to: ScriptedProxyOptions["to"] },
): void {
  const place = {
    host: "127.0.0.1",
    path: incoming.url,
    method: incoming.method,
    headers: incoming.headers,
    agent: false as const,
  };
  const inner =
    action.pass === "https"
      ? httpsRequest({ ...place, port: to.httpsPort, servername: name, rejectUnauthorized: false })
      : httpRequest({ ...place, port: to.httpPort });
  inner.on("response", (given) => {
    const { statusCode: status = 502, headers } = given;
    const replaced = action.onAnswer?.({ status, headers }) ?? null;
    if (replaced !== null) {
      given.resume();
      return answer(outgoing, replaced);
    }
    outgoing.writeHead(status, headers);
    given.pipe(outgoing);
  });
  inner.on("error", () =>
    answer(outgoing, { status: action.pass === "https" ? 525 : 521, body: "the origin does not answer" }),
  );
  incoming.pipe(inner);
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  return (server.address() as AddressInfo).port;
}
