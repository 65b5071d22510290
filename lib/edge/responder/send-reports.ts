import type { EdgeReport } from "@/lib/edge/protocol/report";
import type { AskCounter } from "@/lib/edge/responder/ask-counter";
import type { ControlPlane } from "@/lib/edge/responder/control-plane";
import type { Release } from "@/lib/edge/responder/edge-set";
import type { Stop, StopMeter } from "@/lib/edge/responder/measure-stop";
import type { Problems } from "@/lib/edge/responder/problems";
import { errorText } from "@/lib/kernel/errors";

export type ReportOptions = {
  controlPlane: ControlPlane;
  asks: AskCounter;
  meter: StopMeter;
  problems: Problems;
  /** The rest of the report. */
  describe(): Promise<Omit<EdgeReport, "asks" | "stopped">>;
  /** Called before each report, so that a batch that was sent is known after a restart. */
  storeCounts(): Promise<void>;
  intervalMs?: number;
  retryMs?: number;
};

export type Reports = {
  /** Measured and reported at once. */
  released(releases: readonly Release[]): void;
  stop(): Promise<void>;
};

const timeoutMs = 10_000;
const maxAnswerBytes = 1_000_000;
const maxStopsPerReport = 1_000;
const maxQueued = 20_000;
const maxConcurrent = 8;

/** Reports about this edge to the control plane, for as long as the process runs. */
export function startReports(options: ReportOptions): Reports {
  const { controlPlane, asks, meter, problems, intervalMs = 10_000, retryMs = 1_000 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let queue: Release[] = [];
  let stops: Stop[] = [];
  let wake: () => void = () => undefined;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const isSent = await report();
      const isUrgent = queue.length > 0 || stops.length > 0;
      if (!(isSent && isUrgent)) await pause(isUrgent ? retryMs : intervalMs, isSent);
    }
  }

  async function report(): Promise<boolean> {
    await measureQueue();
    const batch = asks.takeBatch();
    await options.storeCounts().catch(() => undefined);
    const sent = stops.slice(0, maxStopsPerReport);
    try {
      const body = JSON.stringify({ ...(await options.describe()), asks: batch, stopped: sent });
      const path = "/internal/edge/report";
      const { status } = await controlPlane.ask({
        method: "POST",
        path,
        body,
        timeoutMs,
        maxBytes: maxAnswerBytes,
        signal,
      });
      if (status < 200 || status > 299) throw new Error(`HTTP ${status}`);
      if (batch !== null) asks.acknowledge(batch.batch);
      stops = stops.slice(sent.length);
      problems.clear("report");
      return true;
    } catch (error) {
      if (!signal.aborted) problems.set("report", `the control plane does not take reports: ${errorText(error)}`);
      return false;
    }
  }

  async function measureQueue(): Promise<void> {
    const taken = queue.splice(0, maxStopsPerReport);
    const measureNext = async () => {
      for (let release = taken.pop(); release !== undefined && !signal.aborted; release = taken.pop()) {
        const measured = await meter.measure(release).catch(() => null);
        if (measured === null) queue.push(release);
        else stops.push(measured);
      }
    };
    await Promise.all(Array.from({ length: maxConcurrent }, measureNext));
    stops = stops.slice(-maxQueued);
  }

  /** A release ends it early, unless the control plane takes no reports. */
  function pause(ms: number, mayEndEarly: boolean): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener("abort", end);
      if (mayEndEarly) wake = end;
    });
  }

  const running = run();
  return {
    released(releases) {
      queue = [...queue, ...releases].slice(-maxQueued);
      wake();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
