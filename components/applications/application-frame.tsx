"use client";

import { useQuery } from "@tanstack/react-query";
import { AppWindow } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { EnvironmentBadge } from "@/components/applications/environment-badge";
import { applicationQuery } from "@/components/applications/queries";
import { QueryError } from "@/components/queries/query-error";
import { useObjectEnvironment } from "@/components/session/environment";
import { rememberVisit } from "@/components/session/recent-visits";
import { useShellSession } from "@/components/session/shell-session";
import { ButtonLink } from "@/components/ui/button-link";
import { useDocumentTitle } from "@/components/ui/document-title";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PendingTab } from "@/components/ui/pending-page";
import { CardSkeleton, Skeleton } from "@/components/ui/skeleton";
import { TabLinks } from "@/components/ui/tabs";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";
import { ApiError } from "@/lib/api/client";

const breadcrumbs = [{ href: "/applications", label: "Applications" }];

/** The header and tabs of one application, around the selected tab. */
export function ApplicationFrame({ id, children }: { id: string; children: ReactNode }) {
  const query = useQuery(applicationQuery(id));
  if (query.data) return <Loaded application={query.data}>{children}</Loaded>;
  if (query.error instanceof ApiError && query.error.code === "not_found") return <NoSuchApplication />;
  if (query.isError) {
    return <QueryError level={1} title="The application could not be loaded" query={query} />;
  }
  return <ApplicationSkeleton />;
}

function Loaded({ application, children }: { application: ApplicationResource; children: ReactNode }) {
  const { tenant } = useShellSession();
  const { id, name, environment } = application;
  useObjectEnvironment(environment);
  const base = `/applications/${id}`;
  // A page below a tab belongs to it.
  const current = usePathname().replace(/\/new$/, "");
  const tabs = [
    { href: base, label: "Overview" },
    { href: `${base}/records`, label: "Records" },
    { href: `${base}/domain-connect`, label: "Domain Connect" },
    { href: `${base}/widget`, label: "Widget" },
    { href: `${base}/keys`, label: "Keys" },
    { href: `${base}/credentials`, label: "DNS credentials" },
    { href: `${base}/quick-start`, label: "Quick start" },
  ];
  useDocumentTitle(current === base ? undefined : tabs.find(({ href }) => href === current)?.label, name);
  useEffect(() => {
    rememberVisit(tenant.id, { href: `/applications/${id}`, label: name });
  }, [name, id, tenant.id]);
  return (
    <div className="grid gap-6">
      <PageHeader title={name} badge={<EnvironmentBadge environment={environment} />} breadcrumbs={breadcrumbs} />
      <TabLinks label="Application" current={current} links={tabs} />
      <PendingTab>{children}</PendingTab>
    </div>
  );
}

function NoSuchApplication() {
  return (
    <div className="grid gap-6">
      <PageHeader title="Application not found" breadcrumbs={breadcrumbs} />
      <EmptyState
        icon={AppWindow}
        title="It was deleted, or it belongs to another company"
        action={
          <ButtonLink href="/applications" variant="plain">
            All applications
          </ButtonLink>
        }
      >
        If a colleague sent you this link, check at the top left that you are in the right company.
      </EmptyState>
    </div>
  );
}

function ApplicationSkeleton() {
  return (
    <div aria-busy className="grid gap-6">
      <h1 className="sr-only">Loading the application</h1>
      <div className="grid gap-3">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-8 w-56" />
      </div>
      <Skeleton className="h-10 w-80" />
      <CardSkeleton className="h-56" />
      <CardSkeleton className="h-72" />
    </div>
  );
}
