import { expect, it } from "vitest";
import { countGroup, groupHref, stateGroups } from "@/components/overview/state-groups";
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
  expect(groupHref(stateGroups[2])).toBe("/connections?state=drifted&state=stalled&state=failed");
});
