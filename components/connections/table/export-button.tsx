"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import type { ConnectionsView } from "@/components/connection-facts/view";
import { rowFilterOf } from "@/components/queries/connections-queries";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { exportConnectionsCall } from "@/lib/api/calls/export-connections";
import { request } from "@/lib/api/client";

/** Downloads every domain of the view, shown or not, as a CSV file. */
export function ExportButton({ view }: { view: ConnectionsView }) {
  const [busy, setBusy] = useState(false);

  async function run() {
    setBusy(true);
    try {
      const pages: string[] = [];
      let cursor: string | null = null;
      let filename = "domains.csv";
      do {
        const page: Awaited<ReturnType<typeof nextPage>> = await nextPage(view, cursor);
        pages.push(page.content);
        ({ filename, nextCursor: cursor } = page);
      } while (cursor !== null);
      save(filename, pages);
      announce("The file was downloaded.");
    } catch (error) {
      toast({
        tone: "bad",
        title: "The domains were not exported",
        text: error instanceof Error ? error.message : "The export failed.",
      });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Button variant="plain" busy={busy} writes={false} onClick={run} className="max-sm:flex-1">
      <Download aria-hidden className="size-4 max-sm:hidden" />
      {busy ? "Exporting…" : "Export CSV"}
    </Button>
  );
}

function nextPage(view: ConnectionsView, cursor: string | null) {
  return request(exportConnectionsCall, { ...rowFilterOf(view), ...(cursor && { cursor }) });
}

function save(filename: string, parts: string[]): void {
  const url = URL.createObjectURL(new Blob(parts, { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(url);
}
