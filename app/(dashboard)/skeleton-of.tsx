"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { DetailSkeleton } from "@/components/connections/connection-skeleton";
import { findKnownConnection } from "@/components/connections/known-connection";
import { ConnectionsSkeleton } from "@/components/connections/table/connections-skeleton";
import { SettingsHeader } from "@/components/settings/settings-header";
import type { Crumb } from "@/components/ui/breadcrumbs";
import { PageHeader } from "@/components/ui/page-header";
import { CardSkeleton, PageSkeleton, Skeleton, TabSkeleton } from "@/components/ui/skeleton";
import { WebhooksFrame } from "@/components/webhooks/webhooks-frame";

type Header = { title: string; description?: string; breadcrumbs?: readonly Crumb[]; action?: true };

const domains = [{ href: "/connections", label: "Domains" }];

/** The skeleton of each page, the first that matches. What is always the same on a page is there at once. */
const skeletons: readonly [path: RegExp, skeleton: (path: string) => ReactNode][] = [
  [
    /^\/$/,
    () => (
      <Page
        title="Overview"
        description="The status of your customers' domains, and what needs attention."
        action
        cards={["h-28", "h-72", "h-80"]}
      />
    ),
  ],
  [/^\/connections$/, () => <ConnectionsSkeleton />],
  [
    /^\/connections\/new$/,
    () => (
      <Page
        title="Add a domain"
        description="The next page lists the DNS records to publish."
        breadcrumbs={domains}
        action
        cards={["h-72"]}
      />
    ),
  ],
  [/^\/connections\/import$/, () => <Page title="Add many domains" breadcrumbs={domains} cards={["h-96"]} />],
  [/^\/connections\/[^/]+\/email$/, () => <PageSkeleton label="Loading the email records" />],
  [/^\/connections\/[^/]+$/, (path) => <KnownDomain id={path.slice("/connections/".length)} />],
  [/^\/webhooks(\/deliveries)?$/, () => <WebhooksFrame>{<Rows />}</WebhooksFrame>],
  [/^\/settings(\/profile|\/branding)?$/, (path) => <SettingsPage path={path} />],
  [
    /^\/applications$/,
    () => (
      <Page
        title="Applications"
        description="An application per product and environment, with its upstream, DNS records and API keys."
        action
        cards={["h-56"]}
      />
    ),
  ],
  [
    /^\/usage$/,
    () => (
      <Page
        title="Usage and plan"
        description="What your applications use, and what your plan allows."
        cards={["h-56", "h-72"]}
      />
    ),
  ],
  [/^\/team$/, () => <Page title="Team" action cards={["h-64", "h-40"]} />],
  [/^\/audit-log$/, () => <Page title="Audit log" cards={["h-[32rem]"]} />],
  [/^\/domain-connect$/, () => <Page title="Domain Connect debugger" cards={["h-72"]} />],
  [/^\/sandbox\/widget$/, () => <Page title="Widget" cards={["h-56", "h-[46rem]"]} />],
  [/^\/sandbox$/, () => <Page title="Customer DNS" cards={["h-[32rem]"]} />],
  [/^/, () => <PageSkeleton label="Loading the page" />],
];

export function skeletonOf(path: string): ReactNode {
  return skeletons.find(([pattern]) => pattern.test(path))?.[1](path) ?? null;
}

function Page({ title, description, breadcrumbs, action, cards }: Header & { cards: readonly string[] }) {
  return (
    <div aria-busy className="grid gap-6">
      <PageHeader
        title={title}
        description={description ?? <Skeleton className="my-1 h-4 w-96" />}
        {...(breadcrumbs ? { breadcrumbs } : {})}
        actions={action && <Skeleton className="control w-36" />}
      />
      {cards.map((height) => (
        <CardSkeleton key={height} className={height} />
      ))}
    </div>
  );
}

function Rows() {
  return (
    <div aria-busy className="grid gap-6">
      <CardSkeleton className="h-80" />
    </div>
  );
}

const settingsTabs = ["/settings/branding", "/settings/profile"] as const;

function SettingsPage({ path }: { path: string }) {
  return (
    <div className="grid gap-6">
      <SettingsHeader current={settingsTabs.find((tab) => tab === path) ?? "/settings"} />
      <TabSkeleton />
    </div>
  );
}

/** What the list or the palette knows about the domain is on its page at once. */
function KnownDomain({ id }: { id: string }) {
  return <DetailSkeleton known={findKnownConnection(useQueryClient(), id)} />;
}
