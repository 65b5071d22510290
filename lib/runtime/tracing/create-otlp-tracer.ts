import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { errorText } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";
import type { Attributes, SpanKind, Tracer } from "@/lib/kernel/tracer";

export type TracingSettings = {
  /** Without `/v1/traces`. */
  endpoint: string;
  headers: Readonly<Record<string, string>>;
  serviceName: string;
  /** The share of traces that is sent. */
  ratio: number;
};

type Options = TracingSettings & { version: string; now(): Date; log: Log; fetch?: typeof globalThis.fetch };
type Place = { traceId: string; spanId: string; isSent: boolean };

/** As protocol buffers' JSON form names them (opentelemetry-proto, trace.proto). */
const kinds: Record<SpanKind, number> = { internal: 1, server: 2, client: 3, consumer: 5 };
const statusError = 2;
const sendMs = 5_000;
const requestMs = 10_000;
const maxSpans = 2_048;
const maxPerRequest = 512;

/**
 * Sends spans by OTLP over HTTP in its JSON form. By hand: the packages of OpenTelemetry are 28 MB, and this is all that is
 * needed of them. A collector that is away costs spans, and never a request's time.
 */
export function createOtlpTracer(options: Options): Tracer {
  const { endpoint, headers, log, now, fetch = globalThis.fetch } = options;
  const places = new AsyncLocalStorage<Place>();
  const url = `${endpoint.replace(/\/+$/, "")}/v1/traces`;
  const resource = {
    attributes: toAttributes({ "service.name": options.serviceName, "service.version": options.version }),
  };
  let waiting: object[] = [];
  let sending: Promise<void> = Promise.resolve();

  function placeBelow(parent: string | null | undefined): { place: Place; parentId: string } {
    const spanId = randomBytes(8).toString("hex");
    const above = parseTraceparent(parent) ?? places.getStore();
    if (above) return { place: { ...above, spanId }, parentId: above.spanId };
    const traceId = randomBytes(16).toString("hex");
    return { place: { traceId, spanId, isSent: Math.random() < options.ratio }, parentId: "" };
  }

  async function sendSome(): Promise<void> {
    while (waiting.length > 0) {
      const spans = waiting.slice(0, maxPerRequest);
      waiting = waiting.slice(maxPerRequest);
      const scope = { name: "latchkey", version: options.version };
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] }),
        signal: AbortSignal.timeout(requestMs),
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`the collector answered ${response.status}`);
    }
  }

  function send(): Promise<void> {
    sending = sending
      .then(sendSome)
      .catch((error) => log.warn({ err: errorText(error) }, "traces could not be sent, and are lost"));
    return sending;
  }

  const timer = setInterval(send, sendMs);
  timer.unref();

  return {
    async span(name, { kind, attributes = {}, parent }, run) {
      const { place, parentId } = placeBelow(parent);
      if (!place.isSent) return places.run(place, () => run(() => undefined));
      const startNanos = toNanos(now());
      const startedAtMs = performance.now();
      const noted: Record<string, string | number> = { ...attributes };
      let failure: string | null = null;
      try {
        return await places.run(place, () => run((more) => void Object.assign(noted, more)));
      } catch (error) {
        failure = nameOf(error);
        throw error;
      } finally {
        const ranNanos = BigInt(Math.round((performance.now() - startedAtMs) * 1e6));
        const span = {
          traceId: place.traceId,
          spanId: place.spanId,
          ...(parentId === "" ? {} : { parentSpanId: parentId }),
          name,
          kind: kinds[kind],
          startTimeUnixNano: String(startNanos),
          endTimeUnixNano: String(startNanos + ranNanos),
          attributes: toAttributes(failure === null ? noted : { ...noted, "error.type": failure }),
          status: failure === null ? {} : { code: statusError },
        };
        if (waiting.length < maxSpans) waiting.push(span);
      }
    },
    async close() {
      clearInterval(timer);
      await send();
    },
  };
}

function toNanos(at: Date): bigint {
  return BigInt(at.getTime()) * 1_000_000n;
}

/** The kind of an error. Its text may hold names and values. */
function nameOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return String(code ?? name ?? "error").slice(0, 60);
}

function toAttributes(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    // 64-bit integers are strings in the JSON form.
    value: typeof value === "string" ? { stringValue: value } : intOrDouble(value),
  }));
}

function intOrDouble(value: number): object {
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** W3C Trace Context, section 3.2. A later version may have more fields. null: not valid. */
export function parseTraceparent(header: string | null | undefined): Place | null {
  const [, version = "", traceId = "", spanId = "", flags = "", rest = ""] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(header ?? "") ?? [];
  if (version === "" || version === "ff" || (version === "00" && rest !== "")) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, isSent: (Number.parseInt(flags, 16) & 1) === 1 };
}
