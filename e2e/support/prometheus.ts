import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { startProcess } from "@/lib/edge/managed-process";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type ScrapeJob = { name: string; target: string; token: string };

export type Sample = { metric: Record<string, string>; value: number };

export type Prometheus = {
  /** What an expression is now. @throws Error where Prometheus refuses it */
  query(expression: string): Promise<Sample[]>;
  rules(): Promise<AlertRule[]>;
  stop(): Promise<void>;
};

const ruleSchema = z.object({
  name: z.string(),
  query: z.string(),
  duration: z.number(),
  labels: z.object({ severity: z.string() }),
  annotations: z.object({ summary: z.string(), description: z.string(), runbook: z.string() }),
});
export type AlertRule = z.infer<typeof ruleSchema>;

const rulesAnswer = z.object({ data: z.object({ groups: z.array(z.object({ rules: z.array(ruleSchema) })) }) });
const queryAnswer = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});

const readyMs = timeLimit(30_000);

/** A Prometheus of its own that scrapes these targets each second, with the rules of a file. */
export async function startPrometheus(jobs: readonly ScrapeJob[], rulesFile: string): Promise<Prometheus> {
  const scratch = createScratchDirectory("prometheus");
  const port = await getFreePort();
  const url = `http://127.0.0.1:${port}`;
  const config = {
    global: { scrape_interval: "1s", evaluation_interval: "1s" },
    rule_files: [rulesFile],
    scrape_configs: jobs.map(({ name, target, token }) => ({
      job_name: name,
      static_configs: [{ targets: [target] }],
      authorization: { credentials: token },
    })),
  };
  // JSON is YAML.
  writeFileSync(join(scratch.path, "prometheus.yaml"), JSON.stringify(config));
  const server = await startProcess({
    name: "prometheus",
    command: getToolPath("prometheus"),
    args: [
      `--config.file=${join(scratch.path, "prometheus.yaml")}`,
      `--storage.tsdb.path=${join(scratch.path, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    env: {},
    logPath: join(scratch.path, "prometheus.log"),
    ready: () =>
      fetch(`${url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    readyTimeoutMs: readyMs,
  });
  const ask = async (path: string) => {
    const answer = await fetch(`${url}${path}`);
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    async query(expression) {
      const answer = await ask(`/api/v1/query?query=${encodeURIComponent(expression)}`);
      return queryAnswer.parse(answer).data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    async rules() {
      return rulesAnswer.parse(await ask("/api/v1/rules?type=alert")).data.groups.flatMap(({ rules }) => rules);
    },
    async stop() {
      await server.stop();
      scratch.remove();
    },
  };
}

/** @throws Error with what promtool says where it finds a fault */
export async function runPromtool(args: readonly string[]): Promise<string> {
  const bin = join(dirname(getToolPath("prometheus")), "promtool");
  const { stdout } = await promisify(execFile)(bin, [...args]).catch(({ stdout = "", stderr = "" }) => {
    throw new Error(`promtool ${args.join(" ")}\n${stdout}${stderr}`);
  });
  return stdout;
}
