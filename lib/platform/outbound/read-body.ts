/** `truncated`: there was more, or the stream failed before its end. */
export type BodyText = { body: string; truncated: boolean };

/**
 * Reads at most `maxBytes` and leaves the rest unread; ending the iteration ends the stream. A stream that fails counts as
 * far as it came. The text is cut between characters and is never longer than `maxBytes` of UTF-8. What is not UTF-8
 * becomes U+FFFD, and so does NUL, because PostgreSQL's text cannot hold it.
 */
export async function readBody(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<BodyText> {
  const parts: Uint8Array[] = [];
  let byteCount = 0;
  let isCut = false;
  try {
    for await (const chunk of chunks) {
      const part = chunk.subarray(0, maxBytes - byteCount);
      parts.push(part);
      byteCount += part.byteLength;
      isCut = part.byteLength < chunk.byteLength;
      if (isCut) break;
    }
  } catch {
    isCut = true;
  }
  const text = decode(Buffer.concat(parts), isCut).replaceAll("\0", "\uFFFD");
  if (Buffer.byteLength(text) <= maxBytes) return { body: text, truncated: isCut };
  return { body: decode(Buffer.from(text).subarray(0, maxBytes), true), truncated: true };
}

/** A cut text ends before an incomplete last character. */
function decode(bytes: Uint8Array, isCut: boolean): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes, { stream: isCut });
}
