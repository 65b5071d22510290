import { Agent, request } from "node:http";
import type { EdgeReport } from "@/lib/edge/protocol/report";
import type { Release } from "@/lib/edge/responder/edge-set";
import { measureHeader } from "@/lib/edge/responder/serve-responder";

export type Stop = EdgeReport["stopped"][number];

export type StopMeter = {
  /** What this edge answers now for the hostname, by requests to its own port. */
  measure(release: Release): Promise<Stop>;
  close(): void;
};

const timeoutMs = 5_000;

/** @param port the responder's own */
export function createStopMeter(options: { port: number; token: string; now(): Date }): StopMeter {
  const agent = new Agent({ keepAlive: true });

  function ask(path: string, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const { port, token } = options;
      const sent = { ...headers, [measureHeader]: "1", "x-latchkey-token": token };
      const asking = request(
        { host: "127.0.0.1", port, path, agent, timeout: timeoutMs, headers: sent },
        (response) => {
          response.resume();
          response.on("end", () => resolve(response.statusCode ?? 0));
          response.on("error", reject);
        },
      );
      asking.on("timeout", () => asking.destroy(new Error("no answer in time")));
      asking.on("error", reject);
      asking.end();
    });
  }

  return {
    async measure({ connectionId, hostname, sequence }) {
      const [askStatus, routeStatus] = await Promise.all([
        ask(`/internal/ask?domain=${encodeURIComponent(hostname)}`, {}),
        ask("/internal/route", { "x-forwarded-host": hostname }),
      ]);
      return { connectionId, hostname, sequence, askStatus, routeStatus, at: options.now().toISOString() };
    },
    close: () => agent.destroy(),
  };
}
