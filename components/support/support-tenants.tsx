"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Building2 } from "lucide-react";
import { QueryError } from "@/components/queries/query-error";
import { supportTenantsQuery } from "@/components/support/queries";
import { Badge } from "@/components/ui/badge";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import type { SupportTenantRow } from "@/lib/support/schema";

/** Every company, newest first. */
export function SupportTenants() {
  const list = useInfiniteQuery(supportTenantsQuery);
  const rows = list.data?.pages.flatMap((page) => page.data);
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Companies"
        description="Newest first. To find a company by name, use the search on the Support page."
      />
      {!rows && !list.isError && <DataTable label="Companies" columns={columns} loading={6} />}
      {!rows && list.isError && <QueryError title="The companies could not be loaded" query={list} />}
      {rows?.length === 0 && (
        <EmptyState icon={Building2} title="No company yet">
          Companies sign up, or are created with{" "}
          <code className="font-mono text-[13px]">npm run admin -- create-tenant</code>.
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <div className="grid gap-3">
          <DataTable
            label="Companies"
            columns={columns}
            rows={rows}
            rowId={({ id }) => id}
            rowHref={({ id }) => `/support/tenants/${id}`}
          />
          <LoadMore shown={rows.length} noun="companies" query={list} />
        </div>
      )}
    </div>
  );
}

const columns: readonly Column<SupportTenantRow>[] = [
  {
    key: "name",
    header: "Company",
    primary: true,
    cell: ({ name }) => <span className="[overflow-wrap:anywhere]">{name}</span>,
  },
  {
    key: "plan",
    header: "Plan",
    width: "w-56",
    cell: ({ plan, hasOverrides }) => (
      <span className="flex flex-wrap items-center gap-2">
        {plan}
        {hasOverrides && <Badge>custom limits</Badge>}
      </span>
    ),
  },
  {
    key: "created",
    header: "Since",
    width: "w-32",
    cell: ({ createdAt }) => (
      <span className="text-ink-soft">
        <RelativeTime date={createdAt} />
      </span>
    ),
  },
];
