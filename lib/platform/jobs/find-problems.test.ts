import fc from "fast-check";
import { expect, it } from "vitest";
import { problemCodes } from "@/lib/kernel/problems";
import { isRoutinePool, jobPoolNames } from "@/lib/platform/jobs/catalog";
import { judgeInstallation } from "@/lib/platform/jobs/find-problems";

const intervalMs = 600_000;
const healthy = { host: "worker-1", problems: [] };
const queueOf = (oldestSeconds: (pool: string) => number) => ({
  pools: jobPoolNames.map((pool) => ({ pool, due: 1, running: 0, oldestSeconds: oldestSeconds(pool) })),
});
const codesOf = (...args: Parameters<typeof judgeInstallation>) => judgeInstallation(...args).map(({ code }) => code);

it("a quiet installation with a worker has no problem, and one without a worker has one", () => {
  expect(
    codesOf(
      queueOf(() => 0),
      [healthy],
      intervalMs,
    ),
  ).toEqual([]);
  expect(
    codesOf(
      queueOf(() => 0),
      [],
      intervalMs,
    ),
  ).toEqual(["no_worker"]);
});

it("work that somebody waits for may be due for a minute, and routine checks for an interval", () => {
  fc.assert(
    fc.property(fc.constantFrom(...jobPoolNames), fc.constantFrom(0, 60, 61, 600, 601, 5_000), (late, seconds) => {
      const codes = codesOf(
        queueOf((pool) => (pool === late ? seconds : 0)),
        [healthy],
        intervalMs,
      );
      const expected = isRoutinePool(late) ? seconds > 600 && "rechecks_late" : seconds > 60 && "queue_late";
      expect(codes).toEqual(expected ? [expected] : []);
    }),
    { seed: 16 },
  );
});

it("what workers report is passed on with the host, and what a worker of another version reports does no harm", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (anything) => {
      const problems = [anything, { code: "listen_lost", text: "It is deaf." }];
      const judged = judgeInstallation(
        queueOf(() => 0),
        [{ host: "worker-1", problems }],
        intervalMs,
      );
      expect(judged).toContainEqual({ code: "listen_lost", text: "Worker at worker-1: It is deaf." });
      for (const { code } of judged) expect(problemCodes).toContain(code);
      expect(
        codesOf(
          queueOf(() => 0),
          [{ host: "worker-1", problems: anything }],
          intervalMs,
        ),
      ).toEqual(expect.any(Array));
    }),
    { seed: 16 },
  );
});
