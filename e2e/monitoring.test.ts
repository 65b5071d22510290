import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { slugOf } from "@/components/docs/sections";
import { alertCases } from "@/e2e/monitoring/alert-cases";
import { type Collector, startCollector } from "@/e2e/monitoring/start-collector";
import { requestThroughEdge } from "@/e2e/support/edge-request";
import { getFreePort } from "@/e2e/support/free-port";
import { type Latchkey, sandboxKey, startLatchkey } from "@/e2e/support/latchkey";
import { type Pebble, startPebble } from "@/e2e/support/pebble";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { type AlertRule, type Prometheus, runPromtool, type Sample, startPrometheus } from "@/e2e/support/prometheus";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { startUpstream, type Upstream } from "@/e2e/support/upstream";
import { responderCatalog, responderHistograms } from "@/lib/edge/responder/responder-metrics";
import { histogramCatalog, metricCatalog } from "@/lib/kernel/metric-catalog";
import { timeLimit } from "@/scripts/time-limit.mjs";

// What deploy/ has for Prometheus and Grafana, against the metrics of a real app, worker and edge, read by a real Prometheus.
const root = join(import.meta.dirname, "..");
const rulesFile = join(root, "deploy/prometheus/alerts.yaml");
const guide = readFileSync(join(root, "docs/monitoring.md"), "utf8");
const limit = { timeout: timeLimit(60_000) };
const hostname = "shop.acme.test";
const stopAll: (() => unknown)[] = [];
const scratch = createScratchDirectory("monitoring");

let postgres: Postgres;
let upstream: Upstream;
let pebble: Pebble;
let latchkey: Latchkey;
let prometheus: Prometheus;
let rules: AlertRule[];
let metricsPort: number;
let collector: Collector;

beforeAll(async () => {
  stopAll.push(scratch.remove);
  postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
  stopAll.push(postgres.stop);
  upstream = await startUpstream("shop");
  stopAll.push(upstream.stop);
  const [http, https, dnsPort] = [await getFreePort(), await getFreePort(), await getFreePort()];
  pebble = await startPebble({ httpPort: http, tlsPort: https, dnsServer: `127.0.0.1:${dnsPort}` });
  stopAll.push(pebble.stop);
  // An authority that is away, and one that issues: Caddy asks both of them for each certificate.
  const away = `https://127.0.0.1:${await getFreePort()}/directory`;
  metricsPort = await getFreePort();
  collector = await startCollector();
  stopAll.push(collector.stop);
  latchkey = await startLatchkey({
    mode: "sandbox",
    databaseUrl: await postgres.createDatabase(),
    edgePorts: { http, https },
    env: {
      SANDBOX_DNS_PORT: String(dnsPort),
      METRICS_PORT: String(metricsPort),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      EDGE_ISSUER: `${away} ${pebble.directoryUrl}`,
      EDGE_ACME_CA_FILE: pebble.httpsRootFile,
      EDGE_CA_FILE: pebble.issuingRootFile,
      EDGE_CA_LIMITS: JSON.stringify({
        [away]: { name: "Away", caa: [], limits: { orders: { count: 300, per: "3h" } } },
      }),
    },
  });
  stopAll.push(latchkey.stop);
  await connect();
  const { internalToken: token } = latchkey;
  const hostOf = (url: string) => new URL(url).host;
  prometheus = await startPrometheus(
    [
      { name: "latchkey-app", target: hostOf(latchkey.url), token },
      { name: "latchkey-worker", target: `127.0.0.1:${metricsPort}`, token },
      { name: "latchkey-edge", target: hostOf(latchkey.responderUrl), token },
    ],
    rulesFile,
  );
  stopAll.push(prometheus.stop);
  rules = await prometheus.rules();
  await until(async () => {
    expect(await prometheus.query("count_over_time(up[1m]) > 3 and up == 1")).toHaveLength(3);
    expect(await prometheus.query("latchkey_edge_certificate_soonest_seconds")).toHaveLength(1);
  });
}, timeLimit(240_000));

afterAll(async () => {
  for (const stop of stopAll.reverse()) await stop();
});

describe("alerts", () => {
  it(
    "are valid for promtool, and each has series that raise it and series that do not",
    async () => {
      expect(await runPromtool(["check", "rules", rulesFile])).toContain("SUCCESS");
      await runPromtool(["check", "config", "--syntax-only", join(root, "deploy/prometheus/prometheus.yaml")]);
      expect(Object.keys(alertCases).sort()).toEqual(rules.map(({ name }) => name).sort());
      const tests = rules.flatMap(({ name, duration }) =>
        (["sick", "healthy"] as const).map((condition) => ({
          interval: "1m",
          input_series: (alertCases[name] ?? []).map((one) => ({ series: one.series, values: one[condition] })),
          promql_expr_test: [
            {
              // The windows of the expressions, and the time for which it must last.
              eval_time: `${5 * Math.ceil(duration / 300 + 13)}m`,
              expr: `count(ALERTS{alertname="${name}",alertstate="firing"}) > bool 0`,
              exp_samples: condition === "sick" ? [{ labels: "{}", value: 1 }] : [],
            },
          ],
        })),
      );
      const file = join(scratch.path, "alerts.test.yaml");
      writeFileSync(file, JSON.stringify({ rule_files: [rulesFile], evaluation_interval: "5m", tests }));
      expect(await runPromtool(["test", "rules", file])).toContain("SUCCESS");
    },
    timeLimit(120_000),
  );

  it("ask for metrics that exist", async () => {
    for (const { name, query } of rules) {
      await prometheus.query(query);
      for (const metric of metricsIn(query)) {
        expect(await prometheus.query(metric), `${metric} of ${name}`).not.toEqual([]);
      }
    }
  });

  it("that need no time are silent here, but for the authority that is away", async () => {
    const raised = async () => {
      const now = await Promise.all(
        rules.map(async ({ name, query }) => ((await prometheus.query(query)).length > 0 ? [name] : [])),
      );
      return now.flat().sort();
    };
    await expect.poll(raised, limit).toEqual(["LatchkeyAuthorityFails", "LatchkeyEdgeProblems"]);
  });

  it("are explained in the guide, in the same words", () => {
    const expected = rules.map(({ name, labels, annotations, duration }) => {
      expect(annotations.runbook).toBe(`docs/monitoring.md#${slugOf(name)}`);
      const after = duration === 0 ? "at once" : `after ${durationText(duration)}`;
      return `### ${name}\n\n${annotations.summary} (${labels.severity}, ${after}). ${annotations.description}\n`;
    });
    const [, written] = /<!-- alerts -->\n\n([\s\S]*?)\n<!-- \/alerts -->/.exec(guide) ?? [];
    expect(unwrap(written ?? "")).toBe(unwrap(expected.join("\n")));
  });
});

it("every expression of the dashboard has data", async () => {
  const dashboard = z
    .object({
      panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).optional() })),
    })
    .parse(JSON.parse(readFileSync(join(root, "deploy/grafana/latchkey.json"), "utf8")));
  const expressions = dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ title, expr })),
  );
  expect(expressions.length).toBeGreaterThan(40);
  for (const { title, expr } of expressions) {
    const query = expr.replaceAll("$__rate_interval", "1m");
    await expect.poll(() => prometheus.query(query), { ...limit, message: `${title}: ${expr}` }).not.toEqual([]);
  }
});

describe("metrics", () => {
  const named = { ...metricCatalog, ...histogramCatalog, ...responderCatalog, ...responderHistograms };
  const bare = ({ metric }: Sample) => (metric.__name__ ?? "").replace(/_(bucket|sum|count)$/, "");

  it("all of them are read from the processes that should have them, and no others", async () => {
    const found = async () => [...new Set((await prometheus.query('{__name__=~"latchkey_.*"}')).map(bare))].sort();
    await expect.poll(found, limit).toEqual(Object.keys(named).sort());
    const ofWorker = (await prometheus.query('{__name__=~"latchkey_.*",job="latchkey-worker"}')).map(bare);
    const own = Object.entries(metricCatalog).flatMap(([name, { from }]) => (from === "process" ? [name] : []));
    expect([...new Set(ofWorker)].sort()).toEqual([...own, "latchkey_job_seconds"].sort());
  });

  it("each is in the guide, with its labels, and the guide has no others", () => {
    const documented = [...guide.matchAll(/^\| `(latchkey_\w+)(?:\{([\w,]+)\})?`/gm)].map(([, name]) => name);
    expect(documented.sort()).toEqual(Object.keys(named).sort());
    for (const [name, entry] of Object.entries({ ...metricCatalog, ...histogramCatalog })) {
      const labels = entry.labels.length === 0 ? "" : `{${entry.labels.join(",")}}`;
      expect(guide).toContain(`\`${name}${labels}\``);
    }
  });

  it("no label is a hostname, a tenant or a connection", async () => {
    const samples = await prometheus.query('{__name__=~"latchkey_.*"}');
    const ids = await connectionIds();
    for (const { metric } of samples) {
      for (const text of Object.values(metric))
        for (const hidden of [hostname, ...ids]) expect(text).not.toContain(hidden);
    }
  });

  it("a worker shows them to nobody without the token, and nothing else to anybody", async () => {
    const statusOf = async (path: string, token = "") =>
      (await fetch(`http://127.0.0.1:${metricsPort}${path}`, { headers: { "x-latchkey-token": token } })).status;
    expect(await statusOf("/metrics")).toBe(401);
    expect(await statusOf("/healthz")).toBe(401);
    expect(await statusOf("/healthz", latchkey.internalToken)).toBe(200);
    expect(await statusOf("/healthz/live")).toBe(200);
    expect(await statusOf("/v1/connections", latchkey.internalToken)).toBe(404);
    expect(await statusOf("/internal/edge/settings", latchkey.internalToken)).toBe(404);
  });
});

describe("traces", () => {
  const traceId = "0af7651916cd43dd8448eb211c80319c";

  it("of a request, its statements, jobs and checks of DNS are such as OpenTelemetry reads", async () => {
    const headers = { authorization: `Bearer ${sandboxKey}`, traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    await fetch(`${latchkey.url}/v1/connections?hostname=${hostname}`, { headers });
    const ofTrace = async () => (await collector.spans()).filter(({ trace }) => trace === traceId);
    await expect.poll(ofTrace, { ...limit, interval: 1_000 }).not.toEqual([]);
    const mine = await ofTrace();
    const request = mine.find(({ parent }) => parent === "b7ad6b7169203331");
    expect(request).toMatchObject({ service: "latchkey", name: "GET /v1/connections", kind: 2 });
    const statements = mine.filter(({ parent }) => parent === request?.id);
    expect(statements.length).toBeGreaterThan(0);
    for (const { name, kind, nanos } of statements) {
      expect([name, kind, nanos > 0]).toEqual([expect.stringMatching(/^[A-Z]+( [a-z_]+)?$/), 3, true]);
    }
    const all = await collector.spans();
    const job = all.find(({ name }) => name === "job check-records");
    expect(job).toMatchObject({ service: "latchkey-worker", kind: 5, parent: "" });
    const below = all.filter(({ trace }) => trace === job?.trace).map(({ name }) => name);
    expect(below).toEqual(
      expect.arrayContaining([expect.stringMatching(/^DNS /), expect.stringMatching(/^[A-Z]+ connections$/)]),
    );
  });

  it("hold no hostname, no secret and no id of a connection", async () => {
    const sent = collector.bodies().join("\n");
    const { id } = z.object({ id: z.uuid() }).parse({ id: (await connectionIds())[0] });
    for (const hidden of [hostname, "acme.test", sandboxKey, latchkey.internalToken, latchkey.edgeToken, id]) {
      expect(sent).not.toContain(hidden);
    }
  });
});

/** Metrics that an expression reads: names with an underscore that are no function and no label. */
function metricsIn(query: string): string[] {
  const withoutLabels = query.replace(/\{[^}]*\}/g, "").replace(/\b(by|without|on|ignoring) \([^)]*\)/g, "");
  const names = [...withoutLabels.matchAll(/\b(up|[a-z]+_\w+)\b(?!\s*\()/g)].map(([name]) => name);
  return [...new Set(names)];
}

function durationText(seconds: number): string {
  return seconds % 3_600 === 0 ? `${seconds / 3_600} h` : `${seconds / 60} min`;
}

function unwrap(text: string): string {
  return text.replace(/(\S)\n(?=\S)/g, "$1 ").trim();
}

/** In a hook, where nothing else waits. */
function until(check: () => Promise<unknown>): Promise<unknown> {
  return vi.waitFor(check, { ...limit, interval: 100 });
}

const connection = z.object({
  id: z.uuid(),
  state: z.string(),
  ownership_challenge: z.object({ name: z.string(), type: z.string(), value: z.string() }),
  desired_records: z.array(z.object({ host: z.string(), type: z.string(), value: z.string() })),
});

async function connectionIds(): Promise<string[]> {
  const list = await latchkey.api(sandboxKey)("GET", "/v1/connections");
  return z
    .object({ data: z.array(z.object({ id: z.uuid() })) })
    .parse(list.body)
    .data.map(({ id }) => id);
}

/** Until it is live. */
async function connect(): Promise<void> {
  const api = latchkey.api(sandboxKey);
  const application = { name: "shop", environment: "test", upstream: upstream.url };
  const { id } = z.object({ id: z.uuid() }).parse((await api("POST", "/v1/applications", application)).body);
  const created = connection.parse((await api("POST", "/v1/connections", { application_id: id, hostname })).body);
  const desired = created.desired_records.map(({ host, type, value }) => ({ name: host, type, value }));
  for (const { name, type, value } of [created.ownership_challenge, ...desired]) {
    expect(await api("POST", "/sandbox/records", { name, type, value })).toMatchObject({ status: 201 });
  }
  const stateOf = async () => connection.parse((await api("GET", `/v1/connections/${created.id}`)).body).state;
  await until(async () => expect(await stateOf()).toBe("live"));
  const ca = readFileSync(pebble.issuingRootFile, "utf8");
  await until(async () =>
    expect(await requestThroughEdge({ port: latchkey.edge.httpsPort, hostname, ca })).toMatchObject({ status: 200 }),
  );
}
