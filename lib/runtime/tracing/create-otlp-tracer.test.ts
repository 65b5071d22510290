import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { silentLog } from "@/lib/kernel/log";
import type { Tracer } from "@/lib/kernel/tracer";
import { createOtlpTracer, parseTraceparent } from "@/lib/runtime/tracing/create-otlp-tracer";

type Span = { traceId: string; spanId: string; parentSpanId?: string; name: string; status: object };
type Sent = { url: string; headers: Record<string, string>; spans: Span[] };

let sent: Sent[];
let warnings: string[];
let answers: () => Promise<Response>;

beforeEach(() => {
  sent = [];
  warnings = [];
  answers = async () => new Response("{}");
});
afterEach(() => void vi.useRealTimers());

function open(change: { ratio?: number } = {}): Tracer {
  return createOtlpTracer({
    endpoint: "http://collector.test:4318/",
    headers: { authorization: "Bearer x" },
    serviceName: "latchkey",
    version: "1",
    ratio: 1,
    now: () => new Date(Date.UTC(2026, 10, 29)),
    log: { ...silentLog, warn: (_: unknown, text?: string) => void warnings.push(String(text)) },
    fetch: async (url, { headers, body } = {}) => {
      const { resourceSpans } = JSON.parse(String(body));
      const spans = resourceSpans[0].scopeSpans[0].spans;
      sent.push({ url: String(url), headers: headers as Record<string, string>, spans });
      return answers();
    },
    ...change,
  });
}

const spans = () => sent.flatMap((one) => one.spans);
const spanOf = (name: string) => spans().find((span) => span.name === name);

it("spans inside of each other, across awaits and side by side, are of one trace, each below the one that it runs in", async () => {
  const tracer = open();
  await tracer.span("request", { kind: "server" }, async () => {
    await Promise.all(
      ["one", "two"].map((name) =>
        tracer.span(name, { kind: "client" }, async () => {
          await Promise.resolve();
          await tracer.span(`in ${name}`, { kind: "internal" }, async () => undefined);
        }),
      ),
    );
  });
  await tracer.span("another", { kind: "consumer" }, async () => undefined);
  await tracer.close();
  expect(sent.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ["http://collector.test:4318/v1/traces", "Bearer x"],
  ]);
  const request = spanOf("request");
  for (const name of ["one", "two"]) {
    expect(spanOf(name)?.parentSpanId).toBe(request?.spanId);
    expect(spanOf(`in ${name}`)?.parentSpanId).toBe(spanOf(name)?.spanId);
  }
  expect(new Set(spans().map(({ traceId }) => traceId)).size).toBe(2);
  expect(new Set(spans().map(({ spanId }) => spanId)).size).toBe(6);
});

it("a request continues its caller's trace, and is left out where the caller leaves it out", async () => {
  const tracer = open({ ratio: 0 });
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const spanUnder = (parent: string) => tracer.span(parent, { kind: "server", parent }, async () => undefined);
  await spanUnder(`00-${traceId}-b7ad6b7169203331-01`);
  await spanUnder(`00-${traceId}-b7ad6b7169203331-00`);
  await spanUnder("not a traceparent");
  await tracer.close();
  expect(spans()).toMatchObject([{ traceId, parentSpanId: "b7ad6b7169203331" }]);
});

it.each([
  "",
  "00-00000000000000000000000000000000-b7ad6b7169203331-01",
  "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
  "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
  "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
])("%j is no traceparent", (header) => {
  expect(parseTraceparent(header)).toBe(null);
});

it("an error is passed on, and the span has its kind and not its text", async () => {
  const tracer = open();
  const failing = tracer.span("work", { kind: "internal" }, async () => {
    throw Object.assign(new Error("shop.acme.test is away"), { code: "ECONNREFUSED" });
  });
  await expect(failing).rejects.toThrow("shop.acme.test is away");
  await tracer.close();
  expect(spanOf("work")).toMatchObject({
    status: { code: 2 },
    attributes: [{ key: "error.type", value: { stringValue: "ECONNREFUSED" } }],
  });
  expect(JSON.stringify(spans())).not.toContain("acme");
});

it("a collector that is away costs spans, a line in the log, and no work; what waits is bounded", async () => {
  vi.useFakeTimers();
  const tracer = open();
  answers = async () => {
    throw new Error("connection refused");
  };
  let ran = 0;
  for (let count = 0; count < 3_000; count += 1) {
    await tracer.span("work", { kind: "internal" }, async () => {
      ran += 1;
    });
  }
  expect(ran).toBe(3_000);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([sent.length, warnings]).toEqual([1, ["traces could not be sent, and are lost"]]);
  answers = async () => new Response("{}");
  await tracer.close();
  expect(spans().length).toBe(2_048);
});
