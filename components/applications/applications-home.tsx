"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { AppWindow } from "lucide-react";
import { CreateApplication } from "@/components/applications/create-application";
import { EnvironmentBadge } from "@/components/applications/environment-badge";
import { applicationsQuery } from "@/components/applications/queries";
import { createApplicationSamples } from "@/components/applications/quick-start-samples";
import { QueryError } from "@/components/queries/query-error";
import { useEnvironment } from "@/components/session/environment";
import { CodeBlock } from "@/components/ui/code-block";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";

export function ApplicationsHome({ appUrl }: { appUrl: string }) {
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Applications"
        description="An application per product and environment, with its upstream, DNS records and API keys."
        actions={<CreateApplication />}
      />
      <ApplicationList appUrl={appUrl} />
    </div>
  );
}

function ApplicationList({ appUrl }: { appUrl: string }) {
  const environment = useEnvironment();
  const list = useInfiniteQuery(applicationsQuery(environment));
  const applications = list.data?.pages.flatMap((page) => page.data);
  if (!applications) {
    if (!list.isError) return <DataTable label="Applications" columns={columns} loading={3} />;
    return <QueryError title="The applications could not be loaded" query={list} />;
  }
  if (applications.length === 0) {
    return (
      <EmptyState
        icon={AppWindow}
        title={environment === "live" ? "No live applications yet" : "No test applications yet"}
        action={<CreateApplication label="Create application" />}
        sample={
          <CodeBlock label="the request that creates an application" samples={createApplicationSamples(appUrl)} />
        }
      >
        Every domain belongs to an application, which defines where visitors go and which records customers publish.
        {environment === "live"
          ? "Live ones have keys of their own, which start with sk_live_."
          : "Start with one in the test environment."}{" "}
        You can create more by API, with a key that has the scope apps:admin.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-3">
      <DataTable
        label="Applications"
        columns={columns}
        rows={applications}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        rowHref={(row) => `/applications/${row.id}`}
      />
      <LoadMore shown={applications.length} noun="applications" query={list} />
    </div>
  );
}

const columns: readonly Column<ApplicationResource>[] = [
  { key: "name", header: "Name", primary: true, cell: (row) => row.name },
  {
    key: "environment",
    header: "Environment",
    width: "w-32",
    cell: (row) => <EnvironmentBadge environment={row.environment} />,
  },
  {
    key: "upstream",
    header: "Upstream",
    cell: (row) =>
      row.upstream ? (
        <span className="font-mono text-[13px] [overflow-wrap:anywhere]">{row.upstream}</span>
      ) : (
        <span className="text-waiting">Not set: visitors see a placeholder page</span>
      ),
  },
  {
    key: "records",
    header: "Records",
    width: "w-36",
    hideBelow: "lg",
    cell: (row) => (row.recordTemplate ? `${row.recordTemplate.length} custom` : "Standard"),
  },
  {
    key: "created",
    header: "Created",
    width: "w-32",
    hideBelow: "md",
    cell: (row) => (
      <span className="text-ink-soft">
        <RelativeTime date={row.createdAt} />
      </span>
    ),
  },
];
