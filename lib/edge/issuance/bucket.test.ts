import fc from "fast-check";
import { expect, it } from "vitest";
import { type Bucket, block, fillUntil, fullBucket, refill, take } from "@/lib/edge/issuance/bucket";

const start = Date.parse("2026-01-01T00:00:00Z");
const at = (ms: number) => new Date(start + ms);
const limits = fc.record({
  capacity: fc.integer({ min: 1, max: 300 }),
  windowMs: fc.integer({ min: 1_000, max: 604_800_000 }),
});
/** Steps of a clock, also backwards. */
const steps = fc.array(fc.integer({ min: -100_000, max: 1_000_000 }), { minLength: 1, maxLength: 200 });

it("is never above its capacity nor below zero, whatever the clock does", () => {
  fc.assert(
    fc.property(limits, steps, (limit, moves) => {
      let bucket: Bucket = fullBucket(limit, at(0));
      let now = 0;
      for (const move of moves) {
        now += move;
        bucket = take(limit, bucket, at(now)) ?? refill(limit, bucket, at(now));
        expect(bucket.level).toBeGreaterThanOrEqual(0);
        expect(bucket.level).toBeLessThanOrEqual(limit.capacity);
      }
    }),
  );
});

it("gives in any span of time its capacity and what is refilled in that time at most, and not less", () => {
  fc.assert(
    fc.property(limits, fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 300 }), (limit, moves) => {
      let bucket: Bucket = fullBucket(limit, at(0));
      let now = 0;
      const taken: number[] = [];
      for (const move of moves) {
        now += move;
        const next = take(limit, bucket, at(now));
        if (next === null) {
          expect(refill(limit, bucket, at(now)).level).toBeLessThan(1);
          continue;
        }
        bucket = next;
        taken.push(now);
      }
      for (let first = 0; first < taken.length; first += 7) {
        for (let last = first; last < taken.length; last += 1) {
          const span = (taken[last] ?? 0) - (taken[first] ?? 0);
          const allowed = limit.capacity + (span * limit.capacity) / limit.windowMs;
          expect(last - first + 1).toBeLessThanOrEqual(allowed + 1e-3);
        }
      }
    }),
  );
});

it("a clock that is set back and comes forward again gives no more than one that was right", () => {
  fc.assert(
    fc.property(limits, fc.integer({ min: 1, max: 86_400_000 }), (limit, backMs) => {
      let bucket: Bucket = fullBucket(limit, at(0));
      for (let next = take(limit, bucket, at(0)); next !== null; next = take(limit, bucket, at(0))) bucket = next;
      const setBack = refill(limit, bucket, at(-backMs));
      expect(setBack.level).toBe(bucket.level);
      // Without having to wait until the clock has caught up, either.
      expect(refill(limit, setBack, at(-backMs + limit.windowMs)).level).toBeCloseTo(limit.capacity);
    }),
  );
});

it("the time that it gives for the n-th token is the first at which n tokens can have been taken", () => {
  fc.assert(
    fc.property(limits, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 10 }), (limit, tokens, first) => {
      let bucket: Bucket = fullBucket(limit, at(0));
      for (let n = 0; n < first; n += 1) bucket = take(limit, bucket, at(0)) ?? bucket;
      const promised = fillUntil(limit, bucket, tokens, at(0));
      let last = 0;
      for (let n = 1; n <= tokens; n += 1) {
        const due = fillUntil(limit, bucket, 1, at(last)).getTime() - start;
        // Fractions of a token are rounded: it may be there one millisecond later.
        const onTime = take(limit, bucket, at(due));
        const next = onTime ?? take(limit, bucket, at(due + 1));
        expect(next).not.toBeNull();
        bucket = next ?? bucket;
        last = Math.max(last, onTime === null ? due + 1 : due);
      }
      expect(Math.abs(promised.getTime() - start - last)).toBeLessThanOrEqual(tokens + 1);
    }),
  );
});

it("gives nothing while the authority refuses, and one token at the time that it named", () => {
  const limit = { capacity: 300, windowMs: 10_800_000 };
  const blocked = block(fullBucket(limit, at(0)), at(60_000), at(0));
  expect(take(limit, blocked, at(59_999))).toBeNull();
  expect(fillUntil(limit, blocked, 1, at(0))).toEqual(at(60_000));
  const after = take(limit, blocked, at(60_000));
  expect(after).not.toBeNull();
  expect(after && take(limit, after, at(60_000))).toBeNull();
  // A later refusal with an earlier time takes nothing back.
  expect(block(blocked, at(1_000), at(500)).blockedUntil).toEqual(at(60_000));
});
