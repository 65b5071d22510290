import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { answerHealth, answerLive } from "@/lib/api/answer-health";
import { answerMetrics } from "@/lib/api/answer-metrics";
import { answerRequest } from "@/lib/api/answer-request";
import { recordPeer } from "@/lib/api/client-address";
import type { RouteRequest } from "@/lib/api/route-request";
import { errorText } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";

const routes = new Map<string, (request: RouteRequest) => Promise<Response>>([
  ["/metrics", answerMetrics],
  ["/healthz", answerHealth],
  ["/healthz/live", answerLive],
]);

/** What a worker answers: its metrics and its health, by the app's rules. @throws Error if the port is taken */
export async function serveWorker({
  host,
  port,
  log,
}: {
  host: string;
  port: number;
  log: Log;
}): Promise<() => Promise<void>> {
  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    recordPeer(incoming);
    const route = routes.get((incoming.url ?? "").split("?")[0] ?? "");
    if (route === undefined || (incoming.method !== "GET" && incoming.method !== "HEAD")) {
      response.writeHead(404).end();
      return;
    }
    await answerRequest({ route, params: {} }, incoming, response);
  }
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error) => {
      log.warn({ err: errorText(error) }, "a request to the worker could not be answered");
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
