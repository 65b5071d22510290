import fc from "fast-check";
import { expect, it } from "vitest";
import { rowProblems, toChanges, toRows } from "@/components/connections/metadata-draft";

const name = fc.constantFrom("a", "b", "reference", "toString", "constructor");
const metadata = fc.dictionary(name, fc.constantFrom("1", "2"), { noNullPrototype: true });

it("sends what turns the stored metadata into the edited one, and nothing where they are the same", () => {
  fc.assert(
    fc.property(metadata, metadata, (stored, wanted) => {
      const changes = toChanges(stored, toRows(wanted));
      const merged = Object.entries({ ...stored, ...changes }).filter(([, value]) => value !== null && value !== "");
      expect(Object.fromEntries(merged)).toEqual(wanted);
      expect(toChanges(wanted, toRows(wanted))).toEqual({});
    }),
  );
});

it("an empty row is left out, spaces around texts are ignored, and an empty value removes its name", () => {
  const row = (key: number, name: string, value: string) => ({ key, name, value });
  expect(toChanges({ a: "1" }, [row(0, " a ", "1 "), row(1, "", " ")])).toEqual({});
  expect(toChanges({ a: "1" }, [row(0, "a", " ")])).toEqual({ a: "" });
});

it("names the rows without a name, and those whose name is there twice", () => {
  const rows = [
    { key: 4, name: "a", value: "1" },
    { key: 5, name: "", value: "2" },
    { key: 6, name: "a ", value: "3" },
    { key: 7, name: "", value: "" },
  ];
  expect(rowProblems(rows)).toEqual({ "name.5": "Enter a name.", "name.6": "This name is in the list already." });
  expect(rowProblems(rows.slice(0, 1))).toBeNull();
});
