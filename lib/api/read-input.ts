import type { RouteRequest } from "@/lib/api/route-request";
import { Refusal } from "@/lib/kernel/errors";

export const maxBodyBytes = 256 * 1024;

/** Real input has a few levels. Thousands would overflow the stack of the functions that walk it. */
const maxDepth = 32;

/** A repeated key becomes a list. */
export function readQuery(request: RouteRequest): Record<string, string | string[]> {
  const query = new URL(request.url).searchParams;
  return Object.fromEntries(
    [...new Set(query.keys())].map((key) => {
      const values = query.getAll(key);
      return [key, values.length > 1 ? values : (values[0] ?? "")];
    }),
  );
}

/**
 * A JSON object. An empty body is an empty object.
 * @throws Refusal invalid, payload_too_large
 */
export async function readBody(request: RouteRequest, maxBytes = maxBodyBytes): Promise<Record<string, unknown>> {
  const text = await readText(request, maxBytes);
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

/** @throws Refusal payload_too_large, as soon as the limit is exceeded */
export async function readText(request: RouteRequest, maxBytes = maxBodyBytes): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw new Refusal("payload_too_large", `The body is larger than ${maxBytes} bytes.`);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Refuses text that no column can store: U+0000, and lone surrogates.
 * @throws Refusal invalid, with the field's name
 */
export function assertText(value: unknown, path: readonly string[] = []): void {
  if (typeof value === "string" && /\0|\p{Surrogate}/u.test(value)) {
    const param = path.join(".");
    throw new Refusal("invalid", `${param}: contains U+0000 or a lone surrogate, which cannot be stored.`, { param });
  }
  if (typeof value !== "object" || value === null) return;
  if (path.length >= maxDepth) throw new Refusal("invalid", `The body is nested deeper than ${maxDepth} levels.`);
  for (const [key, item] of Object.entries(value)) assertText(item, [...path, key]);
}
