import type { Readable } from "node:stream";
import { createGzip, type Gzip } from "node:zlib";
import type { Database } from "@/lib/db/client";
import { writeSnapshot } from "@/lib/edge/control-plane/write-snapshot";
import { Refusal } from "@/lib/kernel/errors";
import { createFairGate } from "@/lib/kernel/fair-gate";

/** Each holds a connection to the database and encodes up to a million lines. */
const maxInFlight = 2;
const maxQueued = 200;
const queuedMs = 120_000;
/** An edge that reads nothing for so long is gone. */
const stalledMs = 30_000;

export type SnapshotStreams = {
  open(signal: AbortSignal): Promise<Readable>;
  /** How many were sent whole. */
  served(): number;
};

/** Snapshots as compressed streams that are never whole in memory, two at a time. */
export function createSnapshotStreams(ctx: { database: Database; now(): Date }): SnapshotStreams {
  const gate = createFairGate({ maxInFlight, maxQueued });
  let served = 0;
  return {
    async open(signal) {
      const permit = await gate.enter([], queuedMs);
      if (permit.kind !== "granted") throw new Refusal("unavailable", "Too many edges load a snapshot. Try again.");
      // Speed matters more than size: the last levels take five times as long for a tenth.
      const gzip = createGzip({ level: 1 });
      gzip.once("close", permit.release);
      // Also when nobody listens any more: an error without a listener would end the process.
      gzip.on("error", () => undefined);
      const stop = () => gzip.destroy(new Error("the edge has gone"));
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      gzip.once("close", () => signal.removeEventListener("abort", stop));
      await new Promise<void>((resolve, reject) => {
        // A failure before the first line is an error response, and not half a snapshot.
        gzip.once("readable", resolve).once("error", reject);
        writeSnapshot(ctx, (text) => {
          resolve();
          return writeTo(gzip, text);
        }).then(
          () => {
            served += 1;
            gzip.end();
          },
          (error) => gzip.destroy(error),
        );
      });
      return gzip;
    },
    served: () => served,
  };
}

/** Waits until the edge has read enough. Rejects when it has gone. */
async function writeTo(gzip: Gzip, text: string): Promise<void> {
  if (gzip.destroyed) throw new Error("the edge has gone");
  if (gzip.write(text)) return;
  await new Promise<void>((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      gzip.off("drain", end).off("close", end);
      if (gzip.destroyed) reject(new Error("the edge has gone"));
      else resolve();
    };
    const timer = setTimeout(() => gzip.destroy(new Error("the edge reads too slowly")), stalledMs);
    gzip.once("drain", end).once("close", end);
  });
}
