import { expect, it } from "vitest";
import { countGroup, groupHref, groupNote, stateGroups } from "@/components/overview/state-groups";
import { connectionStates } from "@/lib/connections/machine";

it("puts every state but archived into exactly one group", () => {
  const grouped = stateGroups.flatMap(({ states }) => [...states] as string[]);
  expect(grouped.toSorted()).toEqual(connectionStates.filter((state) => state !== "archived").toSorted());
});

it("counts a group, and leads to it", () => {
  const [, waiting] = stateGroups;
  expect(
    countGroup(waiting, [
      { state: "verifying", count: 2 },
      { state: "propagating", count: 3 },
      { state: "live", count: 9 },
    ]),
  ).toBe(5);
  expect(groupHref(stateGroups[0])).toBe("/connections?state=live");
  expect(groupHref(stateGroups[2])).toBe("/connections?attention=true");
});

it("says what a number consists of: the states with the most connections", () => {
  const [live, waiting, attention] = stateGroups;
  const states = [
    { state: "issuing_cert", count: 1 },
    { state: "pending_ownership", count: 1_200 },
    { state: "propagating", count: 3 },
    { state: "live", count: 9 },
    { state: "archived", count: 50 },
  ] as const;
  expect(groupNote(live, [...states])).toBe("of 1,213 domains");
  expect(groupNote(waiting, [...states])).toBe("1,200 waiting for proof, 3 waiting for records, …");
  expect(groupNote(attention, [...states])).toBe("none drifted, stalled or failed");
});
