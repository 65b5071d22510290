import { Refusal } from "@/lib/kernel/errors";

export const maxBodyBytes = 256 * 1024;

/** No input is nested deeper than a few levels; thousands of them would take the stack of whoever walks them. */
const maxDepth = 32;

/** A key given more than once is a list. */
export function readQuery(request: Request): Record<string, string | string[]> {
  const query = new URL(request.url).searchParams;
  return Object.fromEntries(
    [...new Set(query.keys())].map((key) => {
      const values = query.getAll(key);
      return [key, values.length > 1 ? values : (values[0] ?? "")];
    }),
  );
}

/**
 * A JSON object; no body at all is an empty one.
 * @throws Refusal invalid, payload_too_large
 */
export async function readBody(request: Request): Promise<Record<string, unknown>> {
  const text = await readText(request);
  if (text.trim() === "") return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new Refusal("invalid", "The body is not valid JSON.", { cause });
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new Refusal("invalid", "The body must be a JSON object.");
  }
  return body as Record<string, unknown>;
}

/** @throws Refusal payload_too_large, as soon as it is known */
export async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBodyBytes) {
      await reader.cancel();
      throw new Refusal("payload_too_large", `The body is larger than ${maxBodyBytes} bytes.`);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Text that no column can hold: U+0000, which PostgreSQL refuses, and halves of surrogate pairs, which are no characters.
 * @throws Refusal invalid, with the field's name
 */
export function assertText(value: unknown, path: readonly string[] = []): void {
  if (typeof value === "string" && /\0|\p{Surrogate}/u.test(value)) {
    const param = path.join(".");
    throw new Refusal("invalid", `${param}: contains what is no text (U+0000, or half a character).`, { param });
  }
  if (typeof value !== "object" || value === null) return;
  if (path.length >= maxDepth) throw new Refusal("invalid", `The body is nested deeper than ${maxDepth} levels.`);
  for (const [key, item] of Object.entries(value)) assertText(item, [...path, key]);
}
