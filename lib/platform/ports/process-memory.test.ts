import { expect, it } from "vitest";
import { createProcessMemory } from "@/lib/platform/ports/process-memory";

it("concurrent callers share a run, and later ones its result until it expires", async () => {
  const memory = createProcessMemory();
  let runs = 0;
  const work = async () => {
    runs += 1;
    return runs;
  };
  expect(await Promise.all([memory.share("a", 60_000, work), memory.share("a", 60_000, work)])).toEqual([1, 1]);
  expect([await memory.share("a", 60_000, work), await memory.share("b", 0, work)]).toEqual([1, 2]);
  expect(await memory.share("b", 0, work)).toBe(3);
});

it("an error reaches all who shared the run, and the next caller runs it again", async () => {
  const memory = createProcessMemory();
  const broken = () => Promise.reject(new Error("broken"));
  const outcomes = await Promise.allSettled([memory.share("a", 60_000, broken), memory.share("a", 60_000, broken)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await memory.share("a", 60_000, async () => "done")).toBe("done");
});

it("a use beyond the limit waits for the next window, and each key has its own", () => {
  const memory = createProcessMemory();
  const use = (key: string, nowMs: number) => memory.countUse(key, { limit: 2, windowMs: 1_000, nowMs });
  expect([use("a", 0), use("a", 400), use("a", 700), use("b", 700)]).toEqual([0, 0, 300, 0]);
  expect([use("a", 1_000), use("a", 1_000), use("a", 1_000)]).toEqual([0, 0, 1_000]);
  // The clock was set back by an hour.
  expect(use("a", -3_600_000)).toBe(0);
});

it("two runtimes share nothing", async () => {
  const one = createProcessMemory();
  await one.share("a", 60_000, async () => "one");
  expect(await createProcessMemory().share("a", 60_000, async () => "other")).toBe("other");
});
