"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { QueryError } from "@/components/queries/query-error";
import { useEnvironment } from "@/components/session/environment";
import { withEnvironment } from "@/components/session/environment-address";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadMore } from "@/components/ui/load-more";
import { RelativeTime } from "@/components/ui/relative-time";
import { DeliveriesFilters } from "@/components/webhooks/deliveries-filters";
import { type DeliveriesView, deliveriesSearch, parseDeliveriesView } from "@/components/webhooks/deliveries-view";
import { DeliveryBadge } from "@/components/webhooks/delivery-status";
import { deliveriesQuery, endpointsQuery } from "@/components/webhooks/queries";
import type { WebhookDeliverySummary } from "@/lib/webhooks/schema";

/** All deliveries, or those of one endpoint. The URL holds the filters. */
export function DeliveriesTable({ endpointId }: { endpointId: string | null }) {
  const environment = useEnvironment();
  const asked = parseDeliveriesView(useSearchParams());
  const view = endpointId === null ? asked : { ...asked, endpointId };
  const list = useInfiniteQuery(deliveriesQuery(view, environment));
  const { data: endpoints } = useQuery({ ...endpointsQuery(environment), enabled: endpointId === null });
  const deliveries = list.data?.pages.flatMap((page) => page.data);
  const urlOf = (id: string) => endpoints?.data.find((endpoint) => endpoint.id === id)?.url ?? null;
  const columns = columnsFor(endpointId === null ? urlOf : null);

  function show(next: DeliveriesView) {
    const search = deliveriesSearch(next, endpointId === null ? null : "endpointId");
    const address = `${window.location.pathname}${search}`;
    window.history.replaceState(null, "", withEnvironment(address, environment));
  }

  const failed = list.isError && (!deliveries || list.isPlaceholderData);
  return (
    <section aria-label="Deliveries" className="grid gap-4">
      <DeliveriesFilters view={view} fixedEndpoint={endpointId !== null} onView={show} />
      {failed && <QueryError title="The deliveries could not be loaded" query={list} />}
      {!deliveries && !failed && <DataTable label="Deliveries" columns={columns} loading={8} />}
      {deliveries && !failed && deliveries.length === 0 && (
        <NoDeliveries filtered={deliveriesSearch(view, endpointId === null ? null : "endpointId") !== ""} />
      )}
      {deliveries && !failed && deliveries.length > 0 && (
        <>
          <DataTable
            label="Deliveries"
            columns={columns}
            rows={deliveries}
            rowId={(row) => row.id}
            rowName={(row) => row.type}
            rowHref={(row) => `/webhooks/deliveries/${row.id}`}
            busy={list.isPlaceholderData}
          />
          <LoadMore shown={deliveries.length} noun="deliveries" query={list} />
        </>
      )}
    </section>
  );
}

function NoDeliveries({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState icon={Send} title="No matching deliveries">
        We keep settled deliveries for 30 days. Clear the filters to see all of them.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Send} title="No deliveries yet">
      We send each event of a domain to every enabled endpoint that subscribes to it. Send a test event to see a
      delivery now.
    </EmptyState>
  );
}

function columnsFor(urlOf: ((id: string) => string | null) | null): readonly Column<WebhookDeliverySummary>[] {
  return [
    {
      key: "type",
      header: "Event",
      primary: true,
      cell: (row) => (
        <>
          <span className="font-mono text-[13px]">{row.type}</span>
          {urlOf && (
            <span className="block font-normal text-ink-soft text-sm [overflow-wrap:anywhere]">
              {urlOf(row.endpointId) ?? "Deleted endpoint"}
            </span>
          )}
        </>
      ),
    },
    {
      key: "hostname",
      header: "Domain",
      cell: (row) =>
        row.hostname === null ? (
          <span className="text-ink-soft">none</span>
        ) : (
          <span className="[overflow-wrap:anywhere]">{row.hostname}</span>
        ),
    },
    { key: "status", header: "Status", width: "w-36", card: "inline", cell: (row) => <DeliveryBadge status={row.status} /> },
    {
      key: "attempts",
      card: "inline",
      header: "Attempts",
      width: "w-48",
      cell: (row) => <AttemptsCell delivery={row} />,
    },
    {
      key: "message",
      header: "Message ID",
      width: "w-40",
      hideBelow: "2xl",
      cell: (row) => <code className="font-mono text-[13px] text-ink-soft">…{row.messageId.slice(-12)}</code>,
    },
    {
      key: "created",
      card: "inline",
      header: "Created",
      width: "w-32",
      cell: (row) => (
        <span className="text-ink-soft">
          <RelativeTime date={row.createdAt} />
        </span>
      ),
    },
  ];
}

function AttemptsCell({ delivery }: { delivery: WebhookDeliverySummary }) {
  const { attemptCount, nextAttemptAt, status } = delivery;
  const tried =
    attemptCount === 0 ? "No attempts yet" : `${attemptCount} ${attemptCount === 1 ? "attempt" : "attempts"}`;
  return (
    <span className="text-sm tabular-nums">
      {tried}
      {status === "pending" && attemptCount > 0 && nextAttemptAt && (
        <span className="text-ink-soft">
          , next <RelativeTime date={nextAttemptAt} planned />
        </span>
      )}
    </span>
  );
}
