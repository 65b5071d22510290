export type DecodedText =
  | { ok: true; text: string; encoding: "UTF-8" | "UTF-16" | "Windows-1252" }
  | { ok: false; message: string };

/** The text of a file, whose encoding is found by its content: nobody knows in which one a spreadsheet was saved. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) {
    return { ok: false, message: "This is a spreadsheet or an archive, not a text file. Export it as CSV first." };
  }
  const wide = findUtf16(bytes);
  const text = wide === null ? null : new TextDecoder(wide).decode(bytes);
  const decoded = text === null ? decodeBytes(bytes) : ({ ok: true, text, encoding: "UTF-16" } as const);
  if (!decoded.text.includes("\0")) return decoded;
  return { ok: false, message: "This is not a text file. Export your spreadsheet as CSV first." };
}

/** By the byte-order mark, or by the zero bytes that each second byte is in text of Western languages. */
function findUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const start = bytes.subarray(0, 1_000);
  const zeros = [0, 1].map((side) => start.filter((byte, index) => byte === 0 && index % 2 === side).length);
  const [even = 0, odd = 0] = zeros;
  const most = start.length * 0.3;
  if (odd > most && even === 0) return "utf-16le";
  return even > most && odd === 0 ? "utf-16be" : null;
}

/** A file in UTF-8 may have a damaged character; one in Windows-1252 has hardly any that UTF-8 could read. */
function decodeBytes(bytes: Uint8Array): Extract<DecodedText, { ok: true }> {
  const text = new TextDecoder().decode(bytes);
  const damaged = count(text, /\ufffd/gu);
  if (damaged === 0 || count(text, /[^\0-\x7f\ufffd]/gu) > damaged) return { ok: true, text, encoding: "UTF-8" };
  return { ok: true, text: new TextDecoder("windows-1252").decode(bytes), encoding: "Windows-1252" };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
