import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { getToolPath } from "@/e2e/support/tool-path";

export type Collector = {
  endpoint: string;
  /** What was sent so far, as it came. */
  bodies(): string[];
  /** The same as OpenTelemetry reads it. @throws Error where that is not what was sent */
  spans(): Promise<z.infer<typeof spansSchema>>;
  stop(): Promise<void>;
};

const spansSchema = z.array(
  z.object({
    service: z.string(),
    name: z.string(),
    kind: z.int(),
    trace: z.string(),
    id: z.string(),
    parent: z.string(),
    nanos: z.number(),
  }),
);

/** Takes traces by OTLP over HTTP, and reads them with OpenTelemetry's own package. */
export async function startCollector(): Promise<Collector> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    response.writeHead(request.url === "/v1/traces" ? 200 : 404, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies: () => [...bodies],
    async spans() {
      const script = join(import.meta.dirname, "otlp_referee.py");
      const child = spawn(getToolPath("python-referees"), [script], { stdio: ["pipe", "pipe", "pipe"] });
      const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
      // It ends early where it refuses a line, and says why.
      child.stdin.on("error", () => undefined);
      child.stdin.end(bodies.map((body) => `${body}\n`).join(""));
      const [written, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
      if ((await ended) !== 0) throw new Error(complaint);
      return written
        .split("\n")
        .filter((line) => line !== "")
        .flatMap((line) => spansSchema.parse(JSON.parse(line)));
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
