import fc from "fast-check";
import { expect, it } from "vitest";
import { beforeAllOwners, type ClaimedJob } from "@/lib/platform/jobs/claim-jobs";
import { createFairQueue } from "@/lib/platform/jobs/fair-queue";

let id = 0n;

function job(tenantId: string, endpointId = beforeAllOwners.endpointId): ClaimedJob {
  id += 1n;
  const name = endpointId === beforeAllOwners.endpointId ? "check-records" : "deliver-webhooks";
  return { id, name, key: null, payload: {}, attempts: 0, generation: 0, pool: "checks", tenantId, endpointId };
}

const jobs = (count: number, ...owner: [string, string?]) => Array.from({ length: count }, () => job(...owner));

it("starts a newcomer's job next, however many of another tenant wait and hang", () => {
  const queue = createFairQueue(16);
  queue.add(jobs(500, "slow"));
  let started = 0;
  while (queue.take()) started += 1;
  expect(started).toBe(8);
  queue.add(jobs(3, "new"));
  expect([queue.take()?.tenantId, queue.take()?.tenantId, queue.take()?.tenantId]).toEqual(["new", "new", "new"]);
});

it("lets twenty slow endpoints of one tenant take its share and no more, and one of them half of it", () => {
  const queue = createFairQueue(16);
  queue.add(jobs(30, "a", "endpoint-0"));
  let ofOne = 0;
  while (queue.take()) ofOne += 1;
  expect(ofOne).toBe(4);
  for (let endpoint = 1; endpoint < 20; endpoint += 1) queue.add(jobs(30, "a", `endpoint-${endpoint}`));
  let others = 0;
  while (queue.take()) others += 1;
  expect(ofOne + others).toBe(8);
});

it("gives tenants with endless jobs the same number of starts", () => {
  const queue = createFairQueue(8);
  for (const tenant of ["a", "b", "c"]) queue.add(jobs(200, tenant));
  const starts = new Map<string, number>();
  const running: ClaimedJob[] = [];
  for (let step = 0; step < 300; step += 1) {
    for (let next = queue.take(); next; next = queue.take()) {
      running.push(next);
      starts.set(next.tenantId, (starts.get(next.tenantId) ?? 0) + 1);
    }
    const ended = running.shift();
    if (ended) queue.finish(ended);
  }
  const counts = [...starts.values()];
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
});

it("whatever comes and ends: each job starts once, in its owner's order, within the lanes and the tenant's share", () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant("add" as const),
      tenant: fc.constantFrom("a", "b", "c", "d"),
      endpoint: fc.constantFrom(undefined, "x", "y"),
      count: fc.integer({ min: 1, max: 6 }),
    }),
    fc.record({ kind: fc.constant("end" as const), index: fc.nat() }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 20 }), fc.array(step, { maxLength: 80 }), (lanes, steps) => {
      const queue = createFairQueue(lanes);
      const added: ClaimedJob[] = [];
      const started: ClaimedJob[] = [];
      const running: ClaimedJob[] = [];
      const start = () => {
        for (let next = queue.take(); next; next = queue.take()) {
          started.push(next);
          running.push(next);
          const own = running.filter(({ tenantId }) => tenantId === next.tenantId).length;
          expect(own).toBeLessThanOrEqual(Math.max(1, lanes - running.length));
        }
        expect(queue.hasFreeLane()).toBe(running.length < lanes);
        expect(queue.waiting()).toBe(added.length - started.length);
        // Nobody who waits and runs nothing is left out while a lane is free.
        if (queue.hasFreeLane()) {
          const isRunning = new Set(running.map(({ tenantId }) => tenantId));
          const waits = added.filter((one) => !started.includes(one));
          expect(waits.filter(({ tenantId }) => !isRunning.has(tenantId))).toEqual([]);
        }
      };
      for (const one of steps) {
        if (one.kind === "add") {
          const more = jobs(one.count, one.tenant, one.endpoint);
          added.push(...more);
          queue.add(more);
        } else if (running.length > 0) {
          const [ended] = running.splice(one.index % running.length, 1);
          if (ended) queue.finish(ended);
        }
        start();
      }
      while (running.length > 0) {
        for (const ended of running.splice(0)) queue.finish(ended);
        start();
      }
      expect(new Set(started).size).toBe(added.length);
      const ownerOf = ({ tenantId, endpointId }: ClaimedJob) => `${tenantId} ${endpointId}`;
      for (const owner of new Set(added.map(ownerOf))) {
        const of = (list: readonly ClaimedJob[]) => list.filter((one) => ownerOf(one) === owner);
        expect(of(started)).toEqual(of(added));
      }
      expect(queue.tenants()).toBe(0);
    }),
    { numRuns: 60 },
  );
});
