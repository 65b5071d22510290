import type { IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { OriginEcho } from "@/lib/platform/ports/edge";

export const originEchoPath = "/.well-known/latchkey-connection";

const timeoutMs = 10_000;
const maxBytes = 1_024;

/** @param address where the edge listens, whatever the hostname resolves to: nothing that a tenant sets is connected to */
export function createOriginEcho({ address }: { address: { host: string; port: number } }): OriginEcho {
  return {
    async confirm(hostname, connectionId) {
      const { reason, status, text } = await ask(hostname, address);
      if (reason !== null) return { confirmed: false, reason };
      if (status !== 200) return { confirmed: false, reason: `the response has status ${status}` };
      const [line = ""] = text.split(/\r?\n/);
      if (line.trim().toLowerCase() === connectionId) return { confirmed: true, reason: null };
      return { confirmed: false, reason: line.trim() === "" ? "the response is empty" : "the response is not the id" };
    },
  };
}

type Answer = { reason: string | null; status: number; text: string };

/** Never rejects. */
function ask(hostname: string, { host, port }: { host: string; port: number }): Promise<Answer> {
  return new Promise((resolve) => {
    let text = "";
    let response: IncomingMessage | null = null;
    const settle = (reason: string | null) => {
      clearTimeout(timer);
      request.destroy();
      resolve({ reason, status: response?.statusCode ?? 0, text });
    };
    const request = httpsRequest({
      host,
      port,
      path: originEchoPath,
      servername: hostname,
      // The handshake before this one has checked the certificate.
      rejectUnauthorized: false,
      agent: false,
      maxHeaderSize: 16_384,
      headers: { host: hostname, "user-agent": "Latchkey", accept: "text/plain" },
    });
    const timer = setTimeout(() => settle(`no response within ${timeoutMs / 1_000} s`), timeoutMs);
    request.on("error", () => settle(response === null ? "the edge did not answer" : null));
    request.on("response", (incoming) => {
      response = incoming;
      incoming.setEncoding("latin1");
      incoming.on("data", (chunk: string) => {
        text = (text + chunk).slice(0, maxBytes);
        if (text.length >= maxBytes) settle(null);
      });
      incoming.on("end", () => settle(null));
      incoming.on("error", () => settle("the response ended early"));
    });
    request.end();
  });
}
