import { expect, it } from "vitest";
import { failuresOfPlaywright, failuresOfVitest, MOST_AGAIN, mayBeChance } from "./failures.mjs";

const vitestReport = {
  testResults: [
    {
      name: "/project/lib/a.test.ts",
      assertionResults: [
        { status: "passed", fullName: "works" },
        { status: "failed", fullName: "is in time", failureMessages: ["expected 1 to be 2"] },
      ],
    },
    { name: "/project/lib/b.test.ts", message: "Cannot find module", assertionResults: [] },
    { name: "/project/lib/c.test.ts", message: "", assertionResults: [{ status: "passed", fullName: "works" }] },
  ],
};

it("reads what failed from Vitest's report, also a file that could not be loaded", () => {
  expect(failuresOfVitest(vitestReport, "/project")).toEqual([
    { file: "lib/a.test.ts", name: "is in time", message: "expected 1 to be 2" },
    { file: "lib/b.test.ts", name: "the file", message: "Cannot find module" },
  ]);
});

it("reads what failed from Playwright's report, in groups of any depth", () => {
  const test = (status, message) => ({ status, results: [{ error: message ? { message } : undefined }] });
  const report = {
    suites: [
      {
        file: "widget/flow.spec.ts",
        specs: [{ title: "opens", tests: [test("expected")] }],
        suites: [{ suites: [{ specs: [{ title: "closes", tests: [test("unexpected", "timeout")] }] }] }],
      },
    ],
  };
  expect(failuresOfPlaywright(report)).toEqual([
    { file: "e2e/widget/flow.spec.ts", name: "closes", message: "timeout" },
  ]);
});

it("takes a few failures for possible chance, but no counterexample, not many, and not none", () => {
  const failures = (count, message = "timeout") =>
    Array.from({ length: count }, (_, index) => ({ file: "a", name: String(index), message }));
  expect(mayBeChance(failures(1))).toBe(true);
  expect(mayBeChance(failures(MOST_AGAIN))).toBe(true);
  expect(mayBeChance(failures(MOST_AGAIN + 1))).toBe(false);
  expect(mayBeChance([])).toBe(false);
  const found = 'Property failed after 12 tests\n{ seed: 1, path: "11" }\nCounterexample: ["@:*"]';
  expect(mayBeChance([...failures(1), ...failures(1, found)])).toBe(false);
});
