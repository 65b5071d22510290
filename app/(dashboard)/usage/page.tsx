import type { Metadata } from "next";
import { Prefetched, prefetch } from "@/app/prefetch";
import { plansQuery, subscriptionQuery, usageHistoryQuery, usageQuery } from "@/components/usage/queries";
import { UsageHome } from "@/components/usage/usage-home";
import { getSubscription } from "@/lib/accounts/billing/get-subscription";
import { getUsage } from "@/lib/accounts/quotas/get-usage";
import { listPlans } from "@/lib/accounts/quotas/list-plans";
import { listUsage } from "@/lib/accounts/quotas/list-usage";

export const metadata: Metadata = { title: "Usage and plan" };

export default function Page() {
  return (
    <Prefetched
      title="Usage and plan"
      queries={[
        prefetch(usageQuery, getUsage),
        prefetch(usageHistoryQuery, listUsage),
        prefetch(subscriptionQuery, getSubscription),
        prefetch(plansQuery, listPlans),
      ]}
    >
      <UsageHome />
    </Prefetched>
  );
}
