import { sweepSignIn } from "@/lib/accounts/auth/sweep-sign-in";
import { recordStateCounts } from "@/lib/connections/stats/record-state-counts";
import { sweepSnapshots } from "@/lib/diagnosis/sweep-snapshots";
import { errorText } from "@/lib/kernel/errors";
import { sweepIdempotencyKeys } from "@/lib/platform/idempotency/sweep-idempotency-keys";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { sweepHeartbeats } from "@/lib/runtime/worker/heartbeat";
import { sweepDeliveries } from "@/lib/webhooks/deliveries/sweep-deliveries";

const intervalMs = 600_000;
/** The last count of a day is the day's. */
const countIntervalMs = 3_600_000;

/** Deletes what was kept for a time that is over, at most every ten minutes, and counts states once an hour. A failure waits for the next round. */
export function createSweep(service: ServiceContext): () => Promise<void> {
  const { now, log } = service;
  let sweptAt = Number.NEGATIVE_INFINITY;
  let countedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (now().getTime() - sweptAt < intervalMs) return;
    sweptAt = now().getTime();
    try {
      const keys = await sweepIdempotencyKeys(service);
      const deliveries = await sweepDeliveries(service);
      const signIn = await sweepSignIn(service);
      const snapshots = await sweepSnapshots(service);
      await sweepHeartbeats(service);
      if (keys + deliveries + signIn + snapshots > 0) log.info({ keys, deliveries, signIn, snapshots }, "swept");
      if (now().getTime() - countedAt < countIntervalMs) return;
      countedAt = now().getTime();
      await recordStateCounts(service);
    } catch (error) {
      log.warn({ err: errorText(error) }, "what is out of date was not swept");
    }
  };
}
