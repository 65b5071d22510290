import fc from "fast-check";
import { expect, it } from "vitest";
import type { ConnectionEvidence } from "@/lib/diagnosis/evidence/evidence";
import { gatherReach } from "@/lib/diagnosis/gather-reach";
import type { ReachProber } from "@/lib/platform/ports/edge";
import { freshConnection } from "@/lib/runtime/testing/diagnosis";

const ours = "203.0.113.10";
const proxy = "198.51.100.7";
const takenAt = new Date("2026-01-01T12:00:00Z");
const queued = { since: "2026-01-01T11:00:00.000Z", until: null, limit: "orders" };

const anyConnection = fc.record({
  /** Before the diagnosis; null: control is not proven. */
  claimedSecondsAgo: fc.option(fc.integer({ min: 0, max: 600 })),
  isQueued: fc.boolean(),
  certificateFact: fc.constantFrom("ok", "pending", "broken", "unknown"),
  arrives: fc.boolean(),
});

it("makes no handshake that our edge would refuse, whatever the connection, and still probes each address", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyConnection, { maxLength: 20 }), async (diagnoses) => {
      for (const { claimedSecondsAgo, isQueued, certificateFact, arrives } of diagnoses) {
        const claimedAt =
          claimedSecondsAgo === null ? null : new Date(takenAt.getTime() - claimedSecondsAgo * 1_000).toISOString();
        const facts = { claimedAt, queued: isQueued ? queued : null, certificateFact };
        const shaken = await gather(arrives ? { ...freshConnection, ...facts } : "unknown");
        // Edges know of a claim within three seconds.
        const isAllowed = arrives && claimedSecondsAgo !== null && claimedSecondsAgo >= 3 && !isQueued;
        expect(shaken).toEqual([
          [ours, isAllowed && certificateFact === "ok"],
          [proxy, isAllowed],
        ]);
      }
    }),
  );
});

it("makes none at our own addresses for a hostname that no connection is known of", async () => {
  expect(await gather("none")).toEqual([
    [ours, false],
    [proxy, true],
  ]);
});

/** The addresses probed, and whether with a handshake. */
async function gather(connection: ConnectionEvidence | "none" | "unknown"): Promise<[string, boolean][]> {
  const probed: [string, boolean][] = [];
  const prober: ReachProber = {
    probe: async (_hostname, address, { handshake }) => {
      probed.push([address, handshake]);
      throw new Error("not needed");
    },
  };
  const chain = { path: [], end: "addresses" as const, addresses: [ours, proxy] };
  const facts = { about: { hostname: "shop.acme.com" }, chain, deadlineMs: performance.now() + 5_000 };
  await gatherReach(prober, facts, { hostname: "edge.test", addresses: [ours] }, connection, takenAt).catch(() => null);
  return probed;
}
