import type { Readable } from "node:stream";
import type { Database } from "@/lib/db/client";
import { type EdgeFeed, openEdgeFeed } from "@/lib/edge/control-plane/edge-feed";
import { createEdgePositions, type EdgePositions } from "@/lib/edge/control-plane/edge-positions";
import { edgeSettings } from "@/lib/edge/control-plane/edge-settings";
import { createSnapshotStreams } from "@/lib/edge/control-plane/snapshot-stream";
import type { EdgeSettings } from "@/lib/edge/protocol/settings";
import type { Env } from "@/lib/kernel/env";
import type { Log } from "@/lib/kernel/log";

/** What this process does for the edges. */
export type ControlPlane = {
  feed: EdgeFeed;
  positions: EdgePositions;
  settings(): EdgeSettings;
  /**
   * A new snapshot, compressed. It ends when `signal` aborts.
   * @throws Refusal unavailable where too many edges want one
   */
  openSnapshot(signal: AbortSignal): Promise<Readable>;
  /** Since this process started. */
  snapshotsServed(): number;
  close(): Promise<void>;
};

export async function openControlPlane(
  env: Env,
  { database, now, log }: { database: Database; now(): Date; log: Log },
): Promise<ControlPlane> {
  const feed = await openEdgeFeed(database, log);
  const positions = createEdgePositions({ database, now, log });
  const snapshots = createSnapshotStreams({ database, now });
  const settings = edgeSettings(env);
  return {
    feed,
    positions,
    settings: () => settings,
    openSnapshot: snapshots.open,
    snapshotsServed: snapshots.served,
    async close() {
      await feed.close().catch(() => undefined);
      await positions.close();
    },
  };
}
