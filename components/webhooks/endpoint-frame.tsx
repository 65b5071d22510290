"use client";

import { useQuery } from "@tanstack/react-query";
import { OctagonX, PauseCircle, TriangleAlert, Webhook } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { EnvironmentBadge } from "@/components/applications/environment-badge";
import { QueryError } from "@/components/queries/query-error";
import { useObjectEnvironment } from "@/components/session/environment";
import { rememberVisit } from "@/components/session/recent-visits";
import { useShellSession } from "@/components/session/shell-session";
import { ButtonLink } from "@/components/ui/button-link";
import { useDocumentTitle } from "@/components/ui/document-title";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { PendingTab } from "@/components/ui/pending-page";
import { RelativeTime } from "@/components/ui/relative-time";
import { CardSkeleton, Skeleton } from "@/components/ui/skeleton";
import { TabLinks } from "@/components/ui/tabs";
import { EnableEndpoint } from "@/components/webhooks/enable-endpoint";
import { EndpointBadge, healthOf } from "@/components/webhooks/endpoint-status";
import { endpointQuery } from "@/components/webhooks/queries";
import { SendTest } from "@/components/webhooks/send-test";
import { ApiError } from "@/lib/api/client";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

const breadcrumbs = [{ href: "/webhooks", label: "Webhooks" }];

/** The header and tabs of one endpoint, around its deliveries or settings. */
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
  useObjectEnvironment(endpoint.environment);
  const base = `/webhooks/${id}`;
  const current = usePathname();
  useDocumentTitle(current === base ? undefined : "Settings", new URL(url).host);
  useEffect(() => {
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
      <HealthNotice endpoint={endpoint} />
      <SendTest endpointId={id} />
      <TabLinks
        label="Endpoint"
        current={current}
        links={[
          { href: base, label: "Deliveries" },
          { href: `${base}/settings`, label: "Settings" },
        ]}
      />
      <PendingTab>{children}</PendingTab>
    </div>
  );
}

function HealthNotice({ endpoint }: { endpoint: WebhookEndpointResource }) {
  const { failingSince, waitUntil, disabledAt, disabledReason } = endpoint;
  switch (healthOf(endpoint)) {
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
          . We try each message 7 times in about an hour. After three days without a success we disable the endpoint.
          {waitUntil && (
            <>
              {" "}
              Your server asked us to wait (<code>Retry-After</code>): nothing is sent before{" "}
              <RelativeTime date={waitUntil} />.
            </>
          )}
        </Notice>
      );
    case "paused":
      return (
        <Notice tone="quiet" icon={PauseCircle}>
          <div className="grid justify-items-start gap-3">
            <p>You paused it. We send no new events to it. Pending deliveries wait until you enable it.</p>
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
              {disabledReason === "gone"
                ? ", because your server answered 410 Gone, which asks us to stop sending. "
                : ", after three days in which every attempt failed. "}
              Fix your server, send a test event, then enable the endpoint. We then send pending deliveries right away.
              Events since it was disabled are only in the domains' timelines.
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
      <PageHeader title="Endpoint not found" breadcrumbs={breadcrumbs} />
      <EmptyState
        icon={Webhook}
        title="It was deleted, or it belongs to another company"
        action={
          <ButtonLink href="/webhooks" variant="plain">
            All endpoints
          </ButtonLink>
        }
      >
        You can read its past deliveries for 30 days.
      </EmptyState>
    </div>
  );
}
