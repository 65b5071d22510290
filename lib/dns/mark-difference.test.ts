import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markDifference, type Part } from "@/lib/dns/mark-difference";

const target = "edge.latchkey.test";
const textOf = (parts: readonly Part[]) => parts.map(({ text }) => text).join("");
const sameOf = (parts: readonly Part[]) => textOf(parts.filter(({ differs }) => !differs));
const characters = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789-.ä😀");
const name = fc.array(characters, { minLength: 5, maxLength: 60 }).map((list) => list.join(""));

describe("the characters that differ from the wanted value", () => {
  it("are the two that changed places, the one that is too many, missing or another", () => {
    const changes = (published: string) => markDifference(published, target)?.changes;
    expect(changes("edge.latchkey.tset")).toEqual([{ kind: "swapped", published: "se", wanted: "es" }]);
    expect(changes("edge.latchkeey.test")).toEqual([{ kind: "added", published: "e", wanted: "" }]);
    expect(changes("edge.latchky.test")).toEqual([{ kind: "left out", published: "", wanted: "e" }]);
    expect(changes("edge.latchkex.test")).toEqual([{ kind: "replaced", published: "x", wanted: "y" }]);
    expect(markDifference("edge.latchkey.tset", target)?.published).toEqual([
      { text: "edge.latchkey.t", differs: false },
      { text: "se", differs: true },
      { text: "t", differs: false },
    ]);
  });

  it("are not marked in another name, in an equal one, or in one of any length", () => {
    expect(markDifference("shops.other-platform.example", target)).toBeNull();
    expect(markDifference(target, target)).toBeNull();
    expect(markDifference("a".repeat(100_000), `${"a".repeat(100_000)}b`)).toBeNull();
    expect(markDifference("", target)).toBeNull();
  });

  it("leave both texts whole, and what is not marked is the same in both", () => {
    fc.assert(
      fc.property(name, fc.array(fc.tuple(fc.nat(), fc.nat(3), characters), { maxLength: 3 }), (wanted, typos) => {
        const published = typos.reduce(withTypo, wanted);
        const difference = markDifference(published, wanted);
        if (published === wanted) expect(difference).toBeNull();
        if (difference === null) return;
        expect([textOf(difference.published), textOf(difference.wanted)]).toEqual([published, wanted]);
        expect(sameOf(difference.published)).toBe(sameOf(difference.wanted));
        expect(difference.changes.length).toBeGreaterThan(0);
        expect(difference.changes.length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it("are found after every single typing mistake in a name of six characters or more", () => {
    const long = name.filter((text) => [...text].length >= 6);
    fc.assert(
      fc.property(long, fc.nat(), fc.nat(3), characters, (wanted, place, kind, character) => {
        const published = withTypo(wanted, [place, kind, character]);
        if (published === wanted) return;
        expect(markDifference(published, wanted)?.changes).toHaveLength(1);
      }),
    );
  });
});

/** `kind`: 0 leaves a character out, 1 adds one, 2 replaces one, 3 swaps two. */
function withTypo(text: string, [place, kind, character]: [number, number, string]): string {
  const list = [...text];
  const index = place % Math.max(1, list.length);
  if (kind === 0) list.splice(index, 1);
  else if (kind === 1) list.splice(index, 0, character);
  else if (kind === 2) list[index] = character;
  else list.splice(index, 2, ...list.slice(index, index + 2).reverse());
  return list.join("");
}
