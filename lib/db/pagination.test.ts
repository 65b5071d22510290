import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeCursor, encodeCursor, parseCursor, parseIdCursor, parseKeyTime } from "@/lib/db/pagination";
import { isRefusal } from "@/lib/kernel/errors";

const id = "019b76da-a800-7164-89b5-c3c30087a376";

/** The key, or the code of the refusal. */
function codeOr<K>(read: () => K): K | string {
  try {
    return read();
  } catch (error) {
    if (isRefusal(error)) return error.code;
    throw error;
  }
}

it("reads back every key that it writes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (key) => {
      expect(parseCursor(encodeCursor(key), (text) => text)).toBe(key);
    }),
  );
});

it("accepts a text only where it would write the same text", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.base64String(),
    fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("base64url")),
    fc.json().map((json) => Buffer.from(json).toString("base64url")),
  );
  fc.assert(
    fc.property(text, (cursor) => {
      const key = decodeCursor(cursor);
      if (key !== null) expect(encodeCursor(key)).toBe(cursor);
      const count = codeOr(() => parseCursor(cursor, Number));
      expect(count === "invalid" || encodeCursor(String(count)) === cursor).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

it.each(["007", "1e3", " 1", "0x10", "1.0"])("refuses %j, a number that is written in another way", (text) => {
  expect(codeOr(() => parseCursor(encodeCursor(text), Number))).toBe("invalid");
});

it.each([
  ["padding", `${encodeCursor(id)}=`],
  ["characters that are not base64url", `${encodeCursor(id)}!`],
  ["bytes that are not UTF-8", Buffer.from([0xff, 0xfe]).toString("base64url")],
  ["an upper-case id", encodeCursor(id.toUpperCase())],
  ["an id and more", encodeCursor(`${id} `)],
])("refuses %s", (_, cursor) => {
  expect(codeOr(() => parseIdCursor(cursor))).toBe("invalid");
  expect(codeOr(() => parseIdCursor(encodeCursor(id)))).toBe(id);
});

it("takes times of the years that PostgreSQL and four digits have, as they are written", () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (time) => {
      const text = time.toISOString();
      const year = time.getUTCFullYear();
      expect(parseKeyTime(text)?.getTime() ?? null).toBe(year >= 1 && year <= 9_999 ? time.getTime() : null);
    }),
    {
      examples: [
        "+275760-09-13T00:00:00.000Z",
        "-271821-04-20T00:00:00.000Z",
        "0000-01-01T00:00:00.000Z",
        "0001-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z",
      ].map((text) => [new Date(text)]),
    },
  );
  for (const text of ["2026-01-01", "2026-01-01T00:00:00Z", "2026-02-30T00:00:00.000Z", "now", ""])
    expect(parseKeyTime(text)).toBeNull();
});
