import { createIssuanceFailures, type IssuanceFailures } from "@/lib/edge/issuance/issuance-failures";
import { createCaddyLogReader, type RateLimitRefusal } from "@/lib/edge/issuance/read-caddy-log";
import { errorText } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";

const everyMs = 5_000;

/** Follows Caddy's log for as long as the process runs. */
export function followCaddyLog(options: { path: string; now(): Date; log: Log }): {
  refusals(): RateLimitRefusal[];
  failures: Pick<IssuanceFailures, "list" | "problem">;
  stop(): Promise<void>;
} {
  const failures = createIssuanceFailures(options.now);
  const reader = createCaddyLogReader({ ...options, onLine: failures.note });
  let reading: Promise<void> | null = null;
  const read = () => {
    reading ??= reader
      .read()
      .catch((error) => options.log.warn({ err: errorText(error) }, "Caddy's log cannot be read"))
      .finally(() => {
        reading = null;
      });
  };
  read();
  const timer = setInterval(read, everyMs);
  timer.unref();
  return {
    refusals: reader.refusals,
    failures,
    async stop() {
      clearInterval(timer);
      await reading;
      await reader.close();
    },
  };
}
