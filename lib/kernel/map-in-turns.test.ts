import { expect, it } from "vitest";
import { mapInTurns } from "@/lib/kernel/map-in-turns";

it("maps in order, and lets other callbacks run between the items", async () => {
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const turnOf = await mapInTurns(
    Array.from({ length: 500 }, (_, index) => index),
    (item, index) => {
      expect(item).toBe(index);
      return turns;
    },
  );
  isDone = true;
  // No ten items in a row without somebody else's turn, and the first has one before it.
  expect(turnOf[0]).toBeGreaterThan(0);
  for (let index = 10; index < 500; index += 1) expect(turnOf[index]).toBeGreaterThan(turnOf[index - 10] ?? 0);
});

it("fails with the first error", async () => {
  await expect(
    mapInTurns([1, 2, 3], (item) => {
      if (item === 2) throw new Error("two");
      return item;
    }),
  ).rejects.toThrow("two");
});
