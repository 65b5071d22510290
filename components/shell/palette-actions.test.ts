import { expect, test } from "vitest";
import { environmentAction, matchesWords, paletteActions } from "@/components/shell/palette-actions";

const found = (wanted: string) =>
  paletteActions("a1")
    .filter(({ label, words }) => matchesWords(wanted, label, words))
    .map(({ label }) => label);

test("what people type leads to what they want", () => {
  expect(found("add")).toEqual([
    "Add a domain",
    "Import domains",
    "Create an application",
    "Create an API key",
    "Invite a person",
  ]);
  expect(found("docs")).toEqual(["Documentation"]);
  expect(found("dark")).toEqual(["Dark theme"]);
  expect(found("api key")).toEqual(["Create an API key"]);
  expect(found("invite")).toEqual(["Invite a person"]);
  expect(found("nothing")).toEqual([]);
});

test("the other environment is found by its name", () => {
  const run = () => undefined;
  for (const [shown, other] of [
    ["live", "test"],
    ["test", "live"],
  ] as const) {
    const { label, words } = environmentAction(shown, run);
    expect(label).toContain(other);
    expect(matchesWords(other, label, words)).toBe(true);
  }
});

test("without an application, keys lead to where one is created", () => {
  const key = paletteActions(null).find(({ label }) => label === "Create an API key");
  expect(key).toMatchObject({ href: "/applications" });
});
