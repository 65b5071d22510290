import { setTimeout as sleep } from "node:timers/promises";
import { measured, report } from "@/bench/report";
import { startEdgeFleet } from "@/e2e/support/edge-fleet";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { archiveConnections } from "@/lib/connections/archive-connections";
import { percentile } from "@/lib/kernel/percentile";

// How long after an archive the last of three edges has confirmed that it no longer serves the hostname.
const archives = Number(process.env.BENCH_ARCHIVES ?? 200);
const pauseMs = Number(process.env.BENCH_PAUSE_MS ?? 50);

const fleet = await startEdgeFleet(3);
try {
  const apart = await fleet.connect(archives);
  const together = await fleet.connect(archives);
  for (const { id } of apart) {
    await archiveConnection(fleet.ctx, { id });
    await sleep(pauseMs);
  }
  const one = await secondsOf(apart.map(({ id }) => id));
  await archiveConnections(fleet.ctx, { ids: together.map(({ id }) => id) });
  const all = await secondsOf(together.map(({ id }) => id));
  report([
    measured(
      `archive to stopped on all of three edges, ${archives} one after another: median`,
      percentile(one, 0.5),
      "s",
    ),
    measured("… p99", percentile(one, 0.99), "s", { aim: { most: 10 } }),
    measured(`… ${archives} archived in one request: p99`, percentile(all, 0.99), "s", { aim: { most: 10 } }),
  ]);
} finally {
  await fleet.stop();
}

/** From the release to the last edge, of each. */
async function secondsOf(ids: readonly string[]): Promise<number[]> {
  for (;;) {
    const stops = await fleet.database.prisma.connectionStop.findMany({ where: { connectionId: { in: [...ids] } } });
    if (stops.length === ids.length && stops.every(({ settledAt }) => settledAt !== null)) {
      return stops.map(({ confirmed }) =>
        Math.max(...(confirmed as { seconds: number }[]).map(({ seconds }) => seconds)),
      );
    }
    await sleep(200);
  }
}
