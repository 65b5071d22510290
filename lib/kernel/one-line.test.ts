import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { companyName, multiLine, oneLine, oneLineOrEmpty, toOneLine } from "@/lib/kernel/one-line";

const hidden = [
  ["a line break", "\n"],
  ["CR LF", "\r\n"],
  ["TAB", "\t"],
  ["NUL", "\0"],
  ["ESC", "\x1b"],
  ["DEL", "\x7f"],
  ["NEL, a C1 control", "\x85"],
  ["a line separator", "\u2028"],
  ["a paragraph separator", "\u2029"],
  ["a right-to-left override", "\u202e"],
  ["an isolate", "\u2066"],
  ["an Arabic letter mark", "\u061c"],
  ["a zero-width space", "\u200b"],
  ["a zero-width joiner", "\u200d"],
  ["a word joiner", "\u2060"],
  ["a byte order mark", "\ufeff"],
  ["a soft hyphen", "\u00ad"],
  ["a Hangul filler", "\u3164"],
  ["a combining grapheme joiner", "\u034f"],
  ["a tag", "\u{e0041}"],
  ["private use", "\ue000"],
  ["private use in plane 16", "\u{10fffd}"],
  ["a lone surrogate", "\ud800"],
  ["a noncharacter", "\uffff"],
] as const;

describe("text of one line", () => {
  it.each(hidden)("refuses %s", (_name, character) => {
    for (const schema of [oneLine(120), oneLineOrEmpty(120), companyName(120)]) {
      expect(schema.safeParse(`Acme${character}Inc`).success).toBe(false);
    }
  });

  it("says which character it is", () => {
    const { error } = oneLine(120).safeParse("Acme\u202eInc");
    expect(error?.issues[0]?.message).toBe("contains U+202E, a control or invisible character. Remove it");
  });

  it.each(["Acme, Inc.", "Bücher & Söhne", "株式会社", "葛\u{e0100}", "❤️", "عربي", "שלום", "Node.js", "O’Neill", "🦊"])(
    "takes %j as it is",
    (name) => {
      expect(companyName(120).parse(name)).toBe(name.normalize("NFC"));
    },
  );

  it("is trimmed and in NFC, and needs something to see, where it must not be empty", () => {
    expect(oneLine(120).parse("  Cafe\u0301  ")).toBe("Caf\u00e9");
    for (const nothing of ["", "   ", "\u3000", "\u2800", "\u0301"]) {
      expect(oneLine(120).safeParse(nothing).success).toBe(false);
    }
    expect(oneLineOrEmpty(120).parse("  ")).toBe("");
  });

  it("has its length after normalising, and is not normalised where it is far too long", () => {
    expect(oneLine(2).parse("e\u0301e\u0301")).toBe("\u00e9\u00e9");
    // Two characters become six: NFC may not make a text too long for its column.
    expect(oneLine(4).safeParse("\u{1d160}\u{1d160}").success).toBe(false);
    expect(oneLine(4).safeParse("\ufb2c\ufb2c").success).toBe(false);
    expect(oneLine(120).safeParse("e\u0301".repeat(100_000)).error?.issues).toHaveLength(1);
  });

  it("that names a company is no URL", () => {
    expect(companyName(120).safeParse("Pay at https://evil.test now").success).toBe(false);
  });

  it("is one visible line, whatever was given, and parses to itself", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { success, data } = oneLine(120).safeParse(text);
        if (!success) return;
        expect(data).toMatch(/[\p{L}\p{N}\p{P}\p{S}]/u);
        expect(data).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u206f]/u);
        expect(data.length).toBeLessThanOrEqual(120);
        expect(oneLine(120).parse(data)).toBe(data);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is made of any other system's text, if there is something to see in it", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, max) => {
        const made = toOneLine(text, max);
        expect(oneLineOrEmpty(max).parse(made)).toBe(made);
        expect(made).not.toContain("://");
      }),
      { numRuns: 2_000 },
    );
    expect(toOneLine("Ada\r\n\u202eLovelace ", 120)).toBe("Ada Lovelace");
  });
});

it("text of several lines keeps them, and refuses what else cannot be shown", () => {
  expect(multiLine(100).parse("  a\r\nb\tc\rd ")).toBe("a\nb\tc\nd");
  for (const character of ["\0", "\x1b", "\u2028", "\u202e", "\u200b", "\u{e0041}", "\ud800"]) {
    expect(multiLine(100).safeParse(`a\n${character}b`).success).toBe(false);
  }
  expect(multiLine(100).safeParse("\n\n").success).toBe(false);
});

/** Of ordinary text, hidden characters and any code unit. */
const anyText = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.string({ unit: "grapheme", maxLength: 6 }) },
      { weight: 1, arbitrary: fc.constantFrom(...hidden.map(([, character]) => character), "://", " ", "\u2800") },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 3 }) },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
