import { mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { SequencedChange } from "@/lib/edge/protocol/changes";
import { localDisk } from "@/lib/edge/responder/disk";
import { createEdgeSet } from "@/lib/edge/responder/edge-set";
import { createProblems } from "@/lib/edge/responder/problems";
import { createSetStore } from "@/lib/edge/responder/set-store";

const applicationId = "10000000-0000-4000-8000-000000000001";
const connectionId = "20000000-0000-4000-8000-000000000001";
const cursor = (sequence: number) => `${sequence}:30000000-0000-4000-8000-00000000000${sequence}`;
const application: SequencedChange = {
  sequence: 1,
  change: { kind: "application", applicationId, tenantId: applicationId, upstream: null, upstreamHost: null },
};
const host: SequencedChange = {
  sequence: 2,
  change: { kind: "host", hostname: "shop.a.test", connectionId, applicationId, admitted: true, reference: null },
};
const release: SequencedChange = { sequence: 3, change: { kind: "released", hostname: "shop.a.test", connectionId } };

it("a host that was released stays so when the newest snapshot is damaged, and the one after it too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-damaged-"));
  const problems = createProblems(() => undefined);
  const open = () => createSetStore({ disk: localDisk, folder, problems, now: () => new Date() });
  const damageNewest = () => {
    const newest =
      readdirSync(folder)
        .filter((name) => name.endsWith(".snapshot"))
        .sort()
        .at(-1) ?? "";
    truncateSync(join(folder, newest), 30);
  };
  try {
    // Two generations, and the release in the journal of the newer one.
    const first = open();
    await first.load();
    const set = createEdgeSet("0:");
    for (const change of [application, host]) set.apply(change);
    set.moveTo(cursor(2));
    for (let generation = 0; generation < 2; generation += 1) {
      first.replace(set);
      await first.settled();
    }
    set.apply(release);
    set.moveTo(cursor(3));
    first.append([release], cursor(3));
    await first.settled();
    await first.close();

    for (let damage = 0; damage < 2; damage += 1) {
      damageNewest();
      const next = open();
      const { set: loaded } = await next.load();
      expect(loaded?.find("shop.a.test")).toBeUndefined();
      expect(loaded?.cursor).toBe(cursor(3));
      await next.settled();
      await next.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
});
