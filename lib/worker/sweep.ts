import { sweepIdempotencyKeys } from "@/lib/api/sweep-idempotency-keys";
import type { ServiceContext } from "@/lib/context";
import { errorText } from "@/lib/errors";
import { sweepDeliveries } from "@/lib/webhooks/sweep-deliveries";

const intervalMs = 600_000;

/** Deletes what was kept for a time that is over, at most every ten minutes. A failure waits for the next round. */
export function createSweep(service: ServiceContext): () => Promise<void> {
  const { now, log } = service;
  let sweptAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (now().getTime() - sweptAt < intervalMs) return;
    sweptAt = now().getTime();
    try {
      const keys = await sweepIdempotencyKeys(service);
      const deliveries = await sweepDeliveries(service);
      if (keys + deliveries > 0) log.info({ keys, deliveries }, "swept");
    } catch (error) {
      log.warn({ err: errorText(error) }, "what is out of date was not swept");
    }
  };
}
