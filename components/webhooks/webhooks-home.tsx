"use client";

import { useQuery } from "@tanstack/react-query";
import { Webhook } from "lucide-react";
import { EnvironmentBadge } from "@/components/applications/environment-badge";
import { applicationNamesQuery } from "@/components/queries/queries";
import { QueryError } from "@/components/queries/query-error";
import { useEnvironment } from "@/components/session/environment";
import { CodeBlock } from "@/components/ui/code-block";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { CreateEndpoint } from "@/components/webhooks/create-endpoint";
import { EnableEndpoint } from "@/components/webhooks/enable-endpoint";
import { EndpointBadge } from "@/components/webhooks/endpoint-status";
import { endpointsQuery } from "@/components/webhooks/queries";
import { createEndpointSamples } from "@/components/webhooks/verify-samples";
import { WebhooksFrame } from "@/components/webhooks/webhooks-frame";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

export function WebhooksHome({ appUrl }: { appUrl: string }) {
  return (
    <WebhooksFrame actions={<CreateEndpoint />}>
      <EndpointList appUrl={appUrl} />
    </WebhooksFrame>
  );
}

function EndpointList({ appUrl }: { appUrl: string }) {
  const list = useQuery(endpointsQuery(useEnvironment()));
  const { data: applications } = useQuery(applicationNamesQuery);
  const nameOf = (id: string) => applications?.find((application) => application.id === id)?.name ?? "One application";
  const columns = columnsWith(nameOf);
  if (!list.data) {
    if (!list.isError) return <DataTable label="Webhook endpoints" columns={columns} loading={3} />;
    return <QueryError title="The endpoints could not be loaded" query={list} />;
  }
  const endpoints = list.data.data;
  if (endpoints.length === 0) {
    return (
      <EmptyState
        icon={Webhook}
        title="No endpoints yet"
        sample={<CodeBlock label="the request that creates an endpoint" samples={createEndpointSamples(appUrl)} />}
      >
        Add a URL of your server to learn within seconds that a domain went live or that its records broke, without
        polling. Create an endpoint above, or by API:
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Webhook endpoints"
      columns={columns}
      rows={endpoints}
      rowId={(row) => row.id}
      rowName={(row) => row.url}
      rowHref={(row) => `/webhooks/${row.id}`}
    />
  );
}

function columnsWith(nameOf: (applicationId: string) => string): readonly Column<WebhookEndpointResource>[] {
  return [
    {
      key: "url",
      header: "Endpoint",
      primary: true,
      cell: (row) => (
        <>
          <span className="font-mono text-[13px]">{row.url}</span>
          {row.description && <span className="block font-normal text-ink-soft text-sm">{row.description}</span>}
        </>
      ),
    },
    {
      key: "environment",
      header: "Environment",
      width: "w-32",
      cell: (row) => <EnvironmentBadge environment={row.environment} />,
    },
    {
      key: "events",
      header: "Events",
      width: "w-52",
      hideBelow: "lg",
      cell: (row) => (
        <span className="text-sm">
          {row.eventTypes.length === 0 ? "All events" : `${row.eventTypes.length} event types`}
          <span className="block text-ink-soft">
            {row.applicationId ? nameOf(row.applicationId) : "all applications"}
          </span>
        </span>
      ),
    },
    {
      key: "status",
      header: "Status",
      width: "w-60",
      cell: (row) => (
        <span className="grid justify-items-start gap-1">
          <EndpointBadge endpoint={row} />
          <StatusReason endpoint={row} />
        </span>
      ),
    },
    {
      key: "act",
      header: "Enable",
      headerHidden: true,
      width: "w-28",
      align: "end",
      cell: (row) => (row.status === "enabled" ? null : <EnableEndpoint endpoint={row} size="small" />),
    },
  ];
}

function StatusReason({ endpoint }: { endpoint: WebhookEndpointResource }) {
  const { status, failingSince, disabledAt, disabledReason } = endpoint;
  if (status === "disabled") {
    return (
      <span className="text-ink-soft text-sm">
        {disabledReason === "gone" ? "Answered 410 Gone" : "Failed for three days"}
        {disabledAt && (
          <>
            ; since <RelativeTime date={disabledAt} />
          </>
        )}
      </span>
    );
  }
  if (status === "paused") return <span className="text-ink-soft text-sm">We send nothing</span>;
  if (!failingSince) return null;
  return (
    <span className="text-ink-soft text-sm">
      All attempts failed for <RelativeTime date={failingSince} bare />
    </span>
  );
}
