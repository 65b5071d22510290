/** What a request asks for: the decoded path, and the query as it was sent. */
export type Target = { path: string; query: string };

/**
 * Reads the first line's target. null: it is not a path (`*`, a whole URL), has characters outside of printable ASCII, or
 * its escapes are not valid UTF-8. No part of the app has such a path.
 */
export function parseTarget(target: string): Target | null {
  const [, raw, query = ""] = /^(\/[\x21-\x7e]*?)(\?[\x21-\x7e]*)?$/.exec(target) ?? [];
  if (raw === undefined || target.includes("#")) return null;
  try {
    const path = decodeURIComponent(raw);
    return path.includes("\0") ? null : { path, query };
  } catch {
    return null;
  }
}
