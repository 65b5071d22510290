import { expect, it } from "vitest";
import { withoutData } from "@/e2e/pictures/without-data";

it("takes the fetched data out of a page's answer, and nothing else", () => {
  const state = { mutations: [], queries: [{ state: { data: { hostname: "a:b\n" } } }] };
  const page = ["$", "$L1", null, { state, children: "text" }];
  const lines = ['1:I["chunk.js",["queries"]]', `2:${JSON.stringify(page)}`, '3:{"queries":"a word"}', "4:T5,queries"];
  const empty = JSON.stringify(["$", "$L1", null, { state: { mutations: [], queries: [] }, children: "text" }]);
  expect(withoutData(lines.join("\n")).split("\n")).toEqual([lines[0], `2:${empty}`, lines[2], lines[3]]);
});
