"use client";

import { FileDown } from "lucide-react";
import { lazy } from "react";
import { Button } from "@/components/ui/button";
import { LazyTrigger } from "@/components/ui/lazy-trigger";
import type { ConnectionResource } from "@/lib/connections/schema";

const load = () => import("@/components/connections/export-records-dialog");
const ExportRecordsDialog = lazy(() => load().then((file) => ({ default: file.ExportRecordsDialog })));

/** The records as a file, for DNS tools. */
export function ExportRecords({ connection }: { connection: ConnectionResource }) {
  return (
    <LazyTrigger
      kind="dialog"
      load={load}
      trigger={
        <Button variant="plain" size="small">
          <FileDown aria-hidden className="size-4" />
          Export
        </Button>
      }
    >
      {(state) => <ExportRecordsDialog {...state} connection={connection} />}
    </LazyTrigger>
  );
}
