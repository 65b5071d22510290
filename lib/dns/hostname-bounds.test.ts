import fc from "fast-check";
import { toASCII, toUnicode } from "tr46";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { parseHostname } from "@/lib/dns/hostname";

// What a name costs is mapped here, so the work is what these two receive and return.
vi.mock("tr46", async (load) => {
  const real = await load<typeof import("tr46")>();
  return { toASCII: vi.fn(real.toASCII), toUnicode: vi.fn(real.toUnicode) };
});

const policy = { allowReservedTlds: true, platformHostnames: [] };
/** Ignorable characters come on top of the 254 that a name may have, and a character has two code units at most. */
const maxInput = 1_024;
const maxMapped = 254;

beforeEach(() => void vi.mocked(toASCII).mockClear());
afterEach(() => void vi.mocked(toUnicode).mockClear());

function workOf(input: string) {
  vi.mocked(toASCII).mockClear();
  vi.mocked(toUnicode).mockClear();
  const parsed = parseHostname(input, policy);
  const given = [...vi.mocked(toASCII).mock.calls, ...vi.mocked(toUnicode).mock.calls].map(([name]) => name);
  return { parsed, calls: given.length, given: given.join("") };
}

function mappedLength(input: string): number {
  const kept = [...input].filter((character) => !/\p{Default_Ignorable_Code_Point}/u.test(character));
  return kept.reduce((sum, character) => sum + [...character.normalize("NFKC")].length, 0);
}

it.each([
  ["characters that grow to 18", "\ufdfa".repeat(1_000)],
  ["as many of them as a name has characters", `${"\ufdfa".repeat(253)}.com`],
  ["only ignorable characters", `${"\u00ad".repeat(1_000)}a.com`],
  ["a long A-label", `xn--${"a".repeat(900)}.com`],
  ["labels of decomposed letters", `${"e\u0301".repeat(400)}.com`],
  ["combining marks", `a${"\u0301".repeat(1_000)}.com`],
])("refuses %s without mapping them", (_what, input) => {
  expect(workOf(input)).toMatchObject({ parsed: { ok: false, reason: "too_long" }, calls: 0 });
});

it.each([
  ["soft hyphens between the letters", `s${"\u00ad".repeat(200)}hop.acme.com`, "shop.acme.com"],
  ["fifteen characters of four", `${"\u3300".repeat(3)}.acme.com`, null],
  ["letters in full width", `${"ｓ".repeat(60)}.acme.com`, `${"s".repeat(60)}.acme.com`],
  ["the longest name, with a dot", `${`${"Ａ".repeat(63)}．`.repeat(3)}${"b".repeat(57)}.com．`, null],
])("still maps %s", (_what, input, hostname) => {
  const { parsed } = workOf(input);
  expect(parsed).toMatchObject({ ok: true, ...(hostname === null ? {} : { hostname }) });
});

it("maps no more than a name can have, whatever is typed", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "\ufdfa",
      "\u00ad",
      "\u200d",
      "\u0301",
      "e\u0301",
      "\u3300",
      "\u1100\u1161",
      "xn--",
      ".",
      "-",
      "ü",
      "א",
      "\u{1d160}",
    ),
    fc.string({ unit: "binary", minLength: 1, maxLength: 4 }),
  );
  const repeated = fc.tuple(piece, fc.integer({ min: 1, max: 1_000 })).map(([text, count]) => text.repeat(count));
  const input = fc.array(repeated, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("").slice(0, 2_000));
  fc.assert(
    fc.property(input, (typed) => {
      const { given, calls } = workOf(typed);
      expect(calls).toBeLessThanOrEqual(2);
      expect(given.length).toBeLessThanOrEqual(maxInput + maxMapped);
      expect(mappedLength(given)).toBeLessThanOrEqual(2 * maxMapped);
    }),
    { numRuns: 300 },
  );
});
