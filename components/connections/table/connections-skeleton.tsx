"use client";

import { connectionColumns, usualColumns } from "@/components/connections/table/connection-columns";
import { ConnectionsHeader } from "@/components/connections/table/connections-header";
import { DataTable } from "@/components/ui/data-table";
import { Skeleton } from "@/components/ui/skeleton";

const names = { applications: [], providers: new Map() };

/** The placeholder of the page, in its size. */
export function ConnectionsSkeleton() {
  return (
    <div className="grid gap-5">
      <ConnectionsHeader />
      <div className="grid gap-3">
        <Skeleton className="control w-full sm:w-80" />
        <Skeleton className="control-small w-full sm:w-3/4" />
      </div>
      <DataTable
        label="Domains"
        columns={connectionColumns(names, usualColumns([], names), false)}
        loading={10}
        selectable
      />
    </div>
  );
}
