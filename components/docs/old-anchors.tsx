"use client";

import { useEffect } from "react";

/**
 * The reference was one page: links to `/docs/api#createConnection` are still out there.
 * @param paths where each anchor of it leads now
 */
export function OldAnchors({ paths }: { paths: Readonly<Record<string, string>> }) {
  useEffect(() => {
    const path = paths[location.hash.slice(1)];
    if (path !== undefined) location.replace(path);
  }, [paths]);
  return null;
}
