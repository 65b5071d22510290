import fc from "fast-check";
import { expect, it } from "vitest";
import { lanesOf } from "@/lib/platform/jobs/catalog";
import { beforeAllOwners, type ClaimedJob } from "@/lib/platform/jobs/claim-jobs";
import { createLanePool } from "@/lib/platform/jobs/lane-pool";

const { endpointId } = beforeAllOwners;

function jobOf(id: number, tenantId: string): ClaimedJob {
  const name = "check-records" as const;
  return {
    id: BigInt(id),
    name,
    key: null,
    payload: {},
    attempts: 0,
    generation: 0,
    pool: "rechecks",
    tenantId,
    endpointId,
  };
}

it("however many tenants have an endless backlog and however slow it is, a worker claims little more than it can start", () => {
  const histories = fc.record({
    tenants: fc.integer({ min: 1, max: 3_000 }),
    /** Of the claims, how many end a job each in between. */
    ends: fc.array(fc.boolean(), { minLength: 40, maxLength: 120 }),
  });
  fc.assert(
    fc.property(histories, ({ tenants, ends }) => {
      const concurrency = 100;
      const lanes = lanesOf("rechecks", concurrency);
      const pool = createLanePool("rechecks", concurrency, () => 0);
      const ids = Array.from({ length: tenants }, (_, index) => String(index).padStart(5, "0"));
      const running: ClaimedJob[] = [];
      let id = 0;
      let claims = 0;
      for (const isEnding of ends) {
        for (let job = pool.take(); job; job = pool.take()) running.push(job);
        const [ended] = running;
        if (isEnding && ended) {
          running.shift();
          pool.finish(ended, 1_000);
        }
        if (!pool.wantsJobs(true)) continue;
        claims += 1;
        const turn = pool.nextTurn();
        const full = new Set(turn?.full.map(({ tenantId }) => tenantId));
        const limit = turn?.limit ?? pool.limit();
        const passed = ids.filter((one) => turn?.after == null || one > turn.after.tenantId).slice(0, limit);
        const owners = turn === null ? ids.slice(0, 1) : passed.filter((one) => !full.has(one));
        const each = Math.min(turn?.most ?? limit, Math.max(1, Math.floor(limit / Math.max(1, owners.length))));
        const jobs = owners.flatMap((owner) => Array.from({ length: each }, () => jobOf(id++, owner)));
        const last = passed.at(-1);
        if (turn === null) pool.addOldest(jobs, limit);
        else pool.addTurn(jobs, limit, passed.length === limit && last ? { tenantId: last, endpointId } : null);
      }
      expect(claims).toBeGreaterThan(1);
      // One that has nearly its share may get as much again.
      expect(pool.waiting()).toBeLessThanOrEqual(lanes * 8 * 2);
    }),
  );
});
