import { useEffect, useRef, useState } from "react";
import { type ConnectionsView, viewHref } from "@/components/connection-facts/view";
import { rowFilterOf } from "@/components/queries/connections-queries";
import { announce } from "@/components/ui/announcer";
import type { RowSelection } from "@/components/ui/row-selection";
import { toast } from "@/components/ui/toast";
import { listConnectionsCall } from "@/lib/api/calls/list-connections";
import { request } from "@/lib/api/client";
import type { ConnectionSummary } from "@/lib/connections/schema";

/** As many as one bulk action takes. */
export const maxMatching = 5_000;
const pageSize = 100;

/**
 * Every domain that the view matches, also those that are not shown, once `load` was called: the first 5,000 in the table's
 * order. Any change of the selection or the view forgets them.
 */
export function useMatching(view: ConnectionsView, selection: RowSelection) {
  const key = `${viewHref(view)} ${[...selection.selected].join()}`;
  const current = useRef(key);
  const [loaded, setLoaded] = useState<{ key: string; targets: ConnectionSummary[] } | null>(null);
  const [loading, setLoading] = useState<string | null>(null);

  useEffect(() => {
    current.current = key;
  }, [key]);

  async function load() {
    setLoading(key);
    try {
      const targets = await listAll(view, () => current.current === key);
      setLoaded({ key, targets });
      announce(`${targets.length} domains selected`);
    } catch (error) {
      toast({
        tone: "bad",
        title: "Not selected",
        text: error instanceof Error ? error.message : "The domains could not be loaded.",
      });
    } finally {
      setLoading(null);
    }
  }

  return { targets: loaded?.key === key ? loaded.targets : null, isLoading: loading === key, load };
}

async function listAll(view: ConnectionsView, isWanted: () => boolean): Promise<ConnectionSummary[]> {
  const found = new Map<string, ConnectionSummary>();
  const { sort, order } = view;
  let cursor: string | null = null;
  do {
    const input = { ...rowFilterOf(view), sort, order, limit: pageSize, ...(cursor && { cursor }) };
    const page: { data: ConnectionSummary[]; nextCursor: string | null } = await request(listConnectionsCall, input);
    for (const row of page.data) found.set(row.id, row);
    cursor = page.nextCursor;
  } while (cursor !== null && found.size < maxMatching && isWanted());
  return [...found.values()].slice(0, maxMatching);
}
