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
import { plans, summedUsageKinds, usageKinds, usageKindsIn } from "@/lib/kernel/plans";
import type { Environment } from "@/lib/kernel/scopes";

export function UsageHome() {
  const usage = useQuery(usageQuery);
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Usage and plan"
        description="What your applications use, and what your plan allows."
        badge={usage.data && <Badge tone="good">{plans[usage.data.plan].title}</Badge>}
      />
      {!usage.data && !usage.isError && <PageSkeleton label="Loading usage" />}
      {!usage.data && usage.isError && <QueryError title="The usage could not be loaded" query={usage} />}
      {usage.data && <LiveUsage usage={usage.data} />}
      {usage.data && <TestUsage usage={usage.data} />}
      {usage.data && <PlanChoice usage={usage.data} />}
      <History />
    </div>
  );
}

function LiveUsage({ usage }: { usage: UsageResource }) {
  const subscription = useQuery(subscriptionQuery).data;
  return (
    <Section
      padded
      title="Live applications"
      description={
        <>
          The month ends <RelativeTime date={usage.period.end} />.
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
      <Meters environment="live" usage={usage} />
    </Section>
  );
}

function TestUsage({ usage }: { usage: UsageResource }) {
  const dayEnd = usageKindsIn("test")
    .filter((kind) => usageKinds[kind].reset === "day")
    .map((kind) => usage[kind].periodEnd)
    .find((end) => end !== null);
  return (
    <Section
      padded
      title="Test applications"
      description={
        <>
          Free on every plan, within these limits.
          {dayEnd && (
            <>
              {" "}
              The day ends <RelativeTime date={dayEnd} />.
            </>
          )}
        </>
      }
    >
      <Meters environment="test" usage={usage} />
    </Section>
  );
}

function Meters({ environment, usage }: { environment: Environment; usage: UsageResource }) {
  return (
    <div className="grid gap-x-8 gap-y-6 md:grid-cols-2">
      {usageKindsIn(environment).map((kind) => (
        <Meter
          key={kind}
          label={usageKinds[kind].title}
          used={usage[kind].used}
          limit={usage[kind].limit}
          hint={usageKinds[kind].description}
        />
      ))}
    </div>
  );
}

const chartHeight = 200;
const month = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" });

function History() {
  const history = useQuery(usageHistoryQuery);
  const months = history.data?.data;
  if (months?.every((one) => summedUsageKinds.every((kind) => one[kind] === 0))) {
    return (
      <Card>
        <h2 className="font-medium text-sm">History</h2>
        <p className="mt-1 text-ink-soft text-sm">
          Charts by month appear here once you have started a domain or called the API.
        </p>
      </Card>
    );
  }
  return (
    <div className="grid gap-6 xl:grid-cols-2">
      {(
        [
          { title: "Domains and certificates by month", keys: ["connect", "cert"] },
          { title: "Test domains and certificates by month", keys: ["testConnect", "testCert"] },
          { title: "API calls by month", keys: ["apiCall", "testApiCall"] },
        ] as const
      ).map(({ title, keys }) => (
        <Card key={title}>
          {months && (
            <BarChart
              title={title}
              height={chartHeight}
              times={months.map(({ period }) => period.start)}
              formatTime={(time) => month.format(time)}
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
