"use client";

import { useQuery } from "@tanstack/react-query";
import { OctagonX, PauseCircle, TriangleAlert, Webhook } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { EnvironmentBadge } from "@/components/applications/environment-badge";
import { QueryError } from "@/components/queries/query-error";
import { rememberVisit } from "@/components/session/recent-visits";
import { useShellSession } from "@/components/session/shell-session";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { CardSkeleton, Skeleton } from "@/components/ui/skeleton";
import { TabLinks } from "@/components/ui/tabs";
import { EnableEndpoint } from "@/components/webhooks/enable-endpoint";
import { EndpointBadge, standingOf } from "@/components/webhooks/endpoint-status";
import { endpointQuery } from "@/components/webhooks/queries";
import { SendTest } from "@/components/webhooks/send-test";
import { ApiError } from "@/lib/api/client";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

const breadcrumbs = [{ href: "/webhooks", label: "Webhooks" }];

/** The head of one endpoint, around its deliveries or its settings. */
export function EndpointFrame({ id, children }: { id: string; children: ReactNode }) {
  const query = useQuery(endpointQuery(id));
  if (query.error instanceof ApiError && query.error.code === "not_found") return <NoSuchEndpoint />;
  if (query.data) return <Loaded endpoint={query.data}>{children}</Loaded>;
  if (query.isError) {
    return <QueryError level={1} title="The endpoint could not be loaded" query={query} />;
  }
  return (
    <div aria-busy className="grid gap-6">
      <h1 className="sr-only">Loading the endpoint</h1>
      <Skeleton className="h-8 w-96" />
      <Skeleton className="h-10 w-56" />
      <CardSkeleton className="h-96" />
    </div>
  );
}

function Loaded({ endpoint, children }: { endpoint: WebhookEndpointResource; children: ReactNode }) {
  const { tenant } = useShellSession();
  const { id, url, description } = endpoint;
  const base = `/webhooks/${id}`;
  useEffect(() => {
    document.title = `${new URL(url).host} · Latchkey`;
    rememberVisit(tenant.id, { href: `/webhooks/${id}`, label: url });
  }, [url, id, tenant.id]);
  return (
    <div className="grid gap-6">
      <PageHeader
        title={<span className="font-mono text-xl sm:text-[1.375rem]">{url}</span>}
        badge={
          <span className="flex flex-wrap gap-2">
            <EndpointBadge endpoint={endpoint} />
            <EnvironmentBadge environment={endpoint.environment} />
          </span>
        }
        description={description || undefined}
        breadcrumbs={breadcrumbs}
      />
      <StandingNotice endpoint={endpoint} />
      <SendTest endpointId={id} />
      <TabLinks
        label="Parts of the endpoint"
        current={usePathname()}
        links={[
          { href: base, label: "Deliveries" },
          { href: `${base}/settings`, label: "Settings" },
        ]}
      />
      {children}
    </div>
  );
}

function StandingNotice({ endpoint }: { endpoint: WebhookEndpointResource }) {
  const { failingSince, disabledAt } = endpoint;
  switch (standingOf(endpoint)) {
    case "enabled":
      return null;
    case "failing":
      return (
        <Notice tone="waiting" icon={TriangleAlert}>
          Every attempt has failed
          {failingSince && (
            <>
              {" "}
              since <RelativeTime date={failingSince} />
            </>
          )}
          . Each message is tried 7 times in about an hour; after three days of nothing but failure the endpoint is
          disabled. The first success ends it.
        </Notice>
      );
    case "paused":
      return (
        <Notice tone="quiet" icon={PauseCircle}>
          <div className="grid justify-items-start gap-3">
            <p>
              You paused it: nothing is sent, and new events make no deliveries for it. What was pending waits, and is
              sent when you enable it.
            </p>
            <EnableEndpoint endpoint={endpoint} />
          </div>
        </Notice>
      );
    case "disabled":
      return (
        <Notice tone="bad" icon={OctagonX}>
          <div className="grid justify-items-start gap-3">
            <p>
              We disabled it
              {disabledAt && (
                <>
                  {" "}
                  <RelativeTime date={disabledAt} />
                </>
              )}
              , after three days in which every attempt had failed. Mend your server, send a test event to be sure, then
              enable it. What was pending is sent at once; what happened since then made no deliveries, and stands in
              the connections' timelines.
            </p>
            <EnableEndpoint endpoint={endpoint} />
          </div>
        </Notice>
      );
  }
}

function NoSuchEndpoint() {
  return (
    <div className="grid gap-6">
      <PageHeader title="There is no such endpoint" breadcrumbs={breadcrumbs} />
      <EmptyState
        icon={Webhook}
        title="It was deleted, or is another company's"
        action={
          <ButtonLink href="/webhooks" variant="plain">
            All endpoints
          </ButtonLink>
        }
      >
        What was sent to it can be read for 30 days among the deliveries.
      </EmptyState>
    </div>
  );
}
