import autocannon from "autocannon";
import { percentile } from "@/lib/kernel/percentile";

export type Figures = {
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  statuses: Record<string, number>;
};

type Load = Pick<
  autocannon.Options,
  "connections" | "duration" | "amount" | "requests" | "setupClient" | "headers" | "servername"
> & {
  url: string;
};

/** Puts load on `url` and returns latencies in fractions of milliseconds, which autocannon rounds. */
export async function putLoad(load: Load): Promise<Figures> {
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  let firstAt = 0;
  let lastAt = 0;
  const problems = await new Promise<number>((resolve, reject) => {
    const instance = autocannon(load, (error, result) =>
      error ? reject(error) : resolve(result.errors + result.timeouts),
    );
    // autocannon's own clock starts before the requests are built.
    instance.on("response", (_client, status, _bytes, ms) => {
      lastAt = performance.now();
      firstAt ||= lastAt;
      latencies.push(ms);
      statuses[status] = (statuses[status] ?? 0) + 1;
    });
  });
  if (problems > 0) statuses.failed = problems;
  return {
    perSecond: Math.round(latencies.length / ((lastAt - firstAt) / 1_000)),
    p50Ms: round(percentile(latencies, 0.5)),
    p95Ms: round(percentile(latencies, 0.95)),
    p99Ms: round(percentile(latencies, 0.99)),
    statuses,
  };
}

export const round = (value: number) => Math.round(value * 100) / 100;
