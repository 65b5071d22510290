import { setImmediate as settle } from "node:timers/promises";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Prisma } from "@/lib/db/generated/client";
import { createReplicaCheck } from "@/lib/db/replica-check";

/** A primary and its replica whose positions are numbers; each pause lets the replica replay `speed` of what it misses. */
function world({ speed = Number.POSITIVE_INFINITY, isStandby = true } = {}) {
  const state = { written: 0, replayed: 0, nowMs: 0, asked: { primary: 0, replica: 0 }, isAway: false };
  const rows = <R>(row: object) => [row] as R[];
  const primary = {
    async read<R>(): Promise<R[]> {
      state.asked.primary += 1;
      const lsn = String(state.written);
      await settle();
      return rows<R>({ lsn });
    },
  };
  const replica = {
    async read<R>({ values }: Prisma.Sql): Promise<R[]> {
      state.asked.replica += 1;
      if (state.isAway) throw new Error("connect ECONNREFUSED");
      return rows<R>({ current: isStandby ? state.replayed >= Number(values[0]) : null });
    },
  };
  const pause = async (ms: number) => {
    state.nowMs += ms;
    state.replayed = Math.min(state.written, state.replayed + speed);
  };
  return { state, isCurrent: createReplicaCheck(primary, replica, { nowMs: () => state.nowMs, pause }) };
}

it("a replica counts as current only with everything that was written before the question", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ writes: fc.nat(20), replays: fc.nat(20), calls: fc.integer({ min: 1, max: 3 }) }), {
        minLength: 1,
        maxLength: 30,
      }),
      fc.nat(3),
      async (steps, speed) => {
        const { state, isCurrent } = world({ speed });
        for (const { writes, replays, calls } of steps) {
          state.written += writes;
          state.replayed = Math.min(state.written, state.replayed + replays);
          const seen = Array.from({ length: calls }, async () => {
            const before = state.written;
            const answer = isCurrent();
            // Written after the question: may be missing.
            state.written += 1;
            if (await answer) expect(state.replayed).toBeGreaterThanOrEqual(before);
          });
          await Promise.all(seen);
          state.nowMs += 1_000;
        }
      },
    ),
    { seed: 16 },
  );
});

it("waits for a replica that is a little behind, and not for one that is far behind", async () => {
  const near = world({ speed: 1 });
  near.state.written = 3;
  expect(await near.isCurrent()).toBe(true);
  expect(near.state.nowMs).toBe(15);
  const far = world({ speed: 1 });
  far.state.written = 1_000;
  expect(await far.isCurrent()).toBe(false);
  expect(far.state.nowMs).toBe(50);
});

it("many questions at once cost one query to each", async () => {
  const { state, isCurrent } = world();
  await isCurrent();
  state.asked = { primary: 0, replica: 0 };
  const answers = await Promise.all(Array.from({ length: 100 }, () => isCurrent()));
  expect(new Set(answers)).toEqual(new Set([true]));
  expect(state.asked).toEqual({ primary: 1, replica: 1 });
});

it("a replica that is away is left alone for two seconds, and then used again", async () => {
  const { state, isCurrent } = world();
  state.isAway = true;
  expect(await isCurrent()).toBe(false);
  state.isAway = false;
  state.asked = { primary: 0, replica: 0 };
  expect([await isCurrent(), await isCurrent()]).toEqual([false, false]);
  expect(state.asked).toEqual({ primary: 0, replica: 0 });
  state.nowMs += 2_000;
  expect(await isCurrent()).toBe(true);
});

it("a server that is no standby, such as a promoted one, is never taken for a current replica", async () => {
  expect(await world({ isStandby: false }).isCurrent()).toBe(false);
});
