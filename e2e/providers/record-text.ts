// How stand-ins write the text of TXT and CAA records in quotes: written apart from the product's own, which they judge.

/** `"…" "…"`, each of at most 255 octets; quotes and backslashes escaped, other than printable ASCII as \DDD. */
export function writeText(text: string): string {
  const octets = Buffer.from(text, "utf8");
  const chunks: string[] = [];
  for (let at = 0; at < Math.max(1, octets.length); at += 255) {
    const chunk = Array.from(octets.subarray(at, at + 255), (octet) => {
      if (octet === 0x22 || octet === 0x5c) return `\\${String.fromCharCode(octet)}`;
      return octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `\\${String(octet).padStart(3, "0")}`;
    });
    chunks.push(`"${chunk.join("")}"`);
  }
  return chunks.join(" ");
}

/** The text of quoted strings, joined; text without quotes as it is. */
export function readText(written: string): string {
  if (!written.startsWith('"')) return written;
  const octets: number[] = [];
  let inside = false;
  for (let at = 0; at < written.length; at += 1) {
    const character = written.charAt(at);
    if (character === '"') inside = !inside;
    else if (!inside) continue;
    else if (character !== "\\") octets.push(...Buffer.from(character, "utf8"));
    else {
      const digits = /^\d{3}/.exec(written.slice(at + 1))?.[0];
      octets.push(digits === undefined ? written.charCodeAt(at + 1) : Number(digits));
      at += digits === undefined ? 1 : 3;
    }
  }
  return Buffer.from(octets).toString("utf8");
}
