import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeText } from "@/components/connections/import/decode-text";

const bytesOf = (text: string, encoding: "utf8" | "utf16le" | "latin1", mark: number[] = []) =>
  new Uint8Array([...mark, ...Buffer.from(text, encoding)]);
const swapped = (bytes: Uint8Array) => new Uint8Array(Buffer.from(bytes).swap16());

const text = "kunde;domäne\r\nMüller;müller.de\r\nŁódź";
const western = "kunde;domäne\r\nMüller & Söhne;müller.de\r\n";

it.each([
  ["UTF-8", bytesOf(text, "utf8"), text],
  ["UTF-8", bytesOf(text, "utf8", [0xef, 0xbb, 0xbf]), text],
  ["UTF-16", bytesOf(text, "utf16le", [0xff, 0xfe]), text],
  ["UTF-16", swapped(bytesOf(text, "utf16le", [0xff, 0xfe])), text],
  ["UTF-16", bytesOf(text, "utf16le"), text],
  ["UTF-16", swapped(bytesOf(text, "utf16le")), text],
  ["Windows-1252", bytesOf(western, "latin1"), western],
  ["UTF-8", bytesOf("a.com", "latin1"), "a.com"],
] as const)("finds %s by the content (%#)", (encoding, bytes, expected) => {
  expect(decodeText(bytes)).toEqual({ ok: true, text: expected, encoding });
});

it("reads a file in UTF-8 with a damaged character as UTF-8", () => {
  const bytes = new Uint8Array([...bytesOf("müller.de\nköln.de\n", "utf8"), 0xc3]);
  expect(decodeText(bytes)).toEqual({ ok: true, text: "müller.de\nköln.de\n\ufffd", encoding: "UTF-8" });
});

it("refuses what is no text", () => {
  const spreadsheet = new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0]);
  expect(decodeText(spreadsheet)).toEqual({ ok: false, message: expect.stringContaining("Export it as CSV") });
  expect(decodeText(bytesOf("a.com\0\0\0b", "latin1"))).toMatchObject({ ok: false });
});

it("gives back any text in each encoding that can hold it", () => {
  const line = fc.stringMatching(/^[a-zà-öø-ÿ.]{1,20}$/u);
  fc.assert(
    fc.property(fc.array(line, { minLength: 2, maxLength: 20 }), (lines) => {
      const list = ["www.example.com", ...lines].join("\n");
      const encoded = [bytesOf(list, "utf8"), bytesOf(list, "utf16le"), swapped(bytesOf(list, "utf16le"))];
      for (const bytes of encoded) expect(decodeText(bytes)).toMatchObject({ ok: true, text: list });
    }),
    { numRuns: 200 },
  );
});
