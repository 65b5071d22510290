"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type AuditView, auditFilter } from "@/components/audit/audit-view";
import { useEnvironment } from "@/components/session/environment";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { listAuditLogCall } from "@/lib/api/calls/list-audit-log";
import { request } from "@/lib/api/client";
import type { Environment } from "@/lib/kernel/scopes";
import type { AuditEntryResource } from "@/lib/platform/audit/schema";

const pageSize = 100;
const maxEntries = 10_000;

/** Downloads the entries that the filters select, every page of a visit too, as a CSV file. */
export function ExportLog({ view }: { view: AuditView }) {
  const environment = useEnvironment();
  const download = useMutation({
    mutationFn: async () => {
      const [{ auditCsv }, read] = await Promise.all([
        import("@/components/audit/audit-csv"),
        readEntries(view, environment),
      ]);
      return { ...read, csv: auditCsv(read.entries) };
    },
    onSuccess: ({ entries, isCut, csv }) => {
      saveFile(csv);
      toast({
        title: entries.length === 1 ? "1 entry exported" : `${entries.length.toLocaleString("en")} entries exported`,
        ...(isCut && { text: "There are more: choose a shorter time, or read the log with the API." }),
      });
    },
  });
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button variant="plain" busy={download.isPending} onClick={() => download.mutate()}>
        <Download aria-hidden className="size-4" />
        Export CSV
      </Button>
      <p role="alert" className="text-bad text-sm empty:hidden">
        {download.error?.message}
      </p>
    </div>
  );
}

async function readEntries(
  view: AuditView,
  environment: Environment,
): Promise<{ entries: AuditEntryResource[]; isCut: boolean }> {
  const entries: AuditEntryResource[] = [];
  let cursor: string | null = null;
  do {
    const page: { data: AuditEntryResource[]; nextCursor: string | null } = await request(listAuditLogCall, {
      ...auditFilter(view, environment),
      limit: pageSize,
      ...(cursor !== null && { cursor }),
    });
    entries.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== null && entries.length < maxEntries);
  return { entries, isCut: cursor !== null };
}

function saveFile(content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "audit-log.csv";
  link.click();
  URL.revokeObjectURL(url);
}
