"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { BookOpen, Inbox } from "lucide-react";
import { QueryError } from "@/components/queries/query-error";
import { hitColumns, hitHref } from "@/components/support/hit-columns";
import { stuckConnectionsQuery, supportQueueQuery } from "@/components/support/queries";
import { stuckTitle } from "@/components/support/stuck-title";
import { ButtonLink } from "@/components/ui/button-link";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import type { StuckBy } from "@/lib/support/schema";

const crumbs = [{ href: "/support", label: "Stuck" }];

/** The connections of one group of the queue, longest waiting first. */
export function StuckGroup({ by, code }: { by: StuckBy; code: string }) {
  const queue = useQuery(supportQueueQuery);
  const list = useInfiniteQuery(stuckConnectionsQuery(by, code));
  const group = queue.data?.groups.find((one) => one.by === by && one.code === code);
  const rows = list.data?.pages.flatMap((page) => page.data);
  return (
    <div className="grid gap-6">
      <PageHeader
        breadcrumbs={crumbs}
        title={stuckTitle(group ?? { by, code, title: null })}
        description="Across all companies, longest waiting first."
        actions={
          by === "finding" && (
            <ButtonLink variant="plain" href={`/docs/troubleshooting#${code}`}>
              <BookOpen aria-hidden className="size-4" />
              About this
            </ButtonLink>
          )
        }
      />
      {!rows && !list.isError && <DataTable label="Stuck domains" columns={hitColumns} loading={6} />}
      {!rows && list.isError && <QueryError title="The domains could not be loaded" query={list} />}
      {rows?.length === 0 && (
        <EmptyState
          icon={Inbox}
          title="Nothing left here"
          action={<ButtonLink href="/support">All stuck domains</ButtonLink>}
        >
          These domains have moved on, or are stuck for another reason.
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <div className="grid gap-3">
          <DataTable label="Stuck domains" columns={hitColumns} rows={rows} rowId={({ id }) => id} rowHref={hitHref} />
          <LoadMore shown={rows.length} noun="domains" query={list} />
        </div>
      )}
    </div>
  );
}
