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
      fc.array(fc.record({ writes: fc.nat(20), replays: fc.nat(20), ticks: fc.array(fc.nat(4), { maxLength: 4 }) }), {
        minLength: 1,
        maxLength: 20,
      }),
      fc.nat(3),
      async (steps, speed) => {
        const { state, isCurrent } = world({ speed });
        const answered: Promise<void>[] = [];
        const ask = async () => {
          const before = state.written;
          if (await isCurrent()) expect(state.replayed).toBeGreaterThanOrEqual(before);
        };
        for (const { writes, replays, ticks } of steps) {
          state.written += writes;
          state.replayed = Math.min(state.written, state.replayed + replays);
          // Some while others are being answered.
          for (const count of ticks) {
            answered.push(ask());
            for (let tick = 0; tick < count; tick += 1) await settle();
            state.written += 1;
          }
          state.nowMs += 1_000;
        }
        await Promise.all(answered);
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
