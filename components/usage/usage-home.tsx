"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryError } from "@/components/queries/query-error";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { BarChart } from "@/components/ui/chart";
import { Meter } from "@/components/ui/meter";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { PageSkeleton, Skeleton } from "@/components/ui/skeleton";
import { PlanChoice } from "@/components/usage/plan-choice";
import { subscriptionQuery, usageHistoryQuery, usageQuery } from "@/components/usage/queries";
import type { UsageResource } from "@/lib/accounts/quotas/schema";
import { plans, usageKindNames, usageKinds } from "@/lib/kernel/plans";

export function UsageHome() {
  const usage = useQuery(usageQuery);
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Usage and plan"
        description="Usage of your live applications. The test environment is free and not counted."
        badge={usage.data && <Badge tone="good">{plans[usage.data.plan].title}</Badge>}
      />
      {!usage.data && !usage.isError && <PageSkeleton label="Loading usage" />}
      {!usage.data && usage.isError && <QueryError title="The usage could not be loaded" query={usage} />}
      {usage.data && <ThisMonth usage={usage.data} />}
      {usage.data && <PlanChoice current={usage.data.plan} />}
      <History />
    </div>
  );
}

function ThisMonth({ usage }: { usage: UsageResource }) {
  const subscription = useQuery(subscriptionQuery).data;
  return (
    <Section
      padded
      title="This month"
      description={
        <>
          Resets <RelativeTime date={usage.period.end} />.
          {subscription?.status && (
            <>
              {" "}
              Your subscription is {subscription.status}
              {subscription.currentPeriodEnd && (
                <>
                  {" "}
                  and paid for until <RelativeTime date={subscription.currentPeriodEnd} bare />
                </>
              )}
              .
            </>
          )}
        </>
      }
    >
      <div className="grid gap-x-8 gap-y-6 md:grid-cols-2">
        {usageKindNames.map((kind) => (
          <Meter
            key={kind}
            label={usageKinds[kind].title}
            used={usage[kind].used}
            limit={usage[kind].limit}
            hint={usageKinds[kind].description}
          />
        ))}
      </div>
    </Section>
  );
}

const chartHeight = 200;
const month = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" });
const compact = new Intl.NumberFormat("en", { notation: "compact" });

function History() {
  const history = useQuery(usageHistoryQuery);
  const months = history.data?.data;
  return (
    <div className="grid gap-6 xl:grid-cols-2">
      {(
        [
          { title: "Domains and certificates by month", keys: ["connect", "cert"] },
          { title: "API calls by month", keys: ["apiCall"] },
        ] as const
      ).map(({ title, keys }) => (
        <Card key={title}>
          {months && (
            <BarChart
              title={title}
              height={chartHeight}
              times={months.map(({ period }) => period.start)}
              formatTime={(time) => month.format(time)}
              format={(value) => compact.format(value)}
              series={keys.map((key) => ({
                key,
                label: usageKinds[key].title,
                values: months.map((one) => one[key]),
              }))}
            />
          )}
          {!months && !history.isError && <Skeleton className="h-50 w-full" />}
          {!months && history.isError && <QueryError title="The history could not be loaded" query={history} />}
        </Card>
      ))}
    </div>
  );
}
