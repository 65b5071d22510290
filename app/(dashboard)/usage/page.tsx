import type { Metadata } from "next";
import { pageSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import {
  historyMonths,
  plansQuery,
  subscriptionQuery,
  usageHistoryQuery,
  usageQuery,
} from "@/components/usage/queries";
import { UsageHome } from "@/components/usage/usage-home";
import { getSubscription } from "@/lib/accounts/billing/get-subscription";
import { getUsage } from "@/lib/accounts/quotas/get-usage";
import { listPlans } from "@/lib/accounts/quotas/list-plans";
import { listUsage } from "@/lib/accounts/quotas/list-usage";
import { listPlansSchema } from "@/lib/accounts/quotas/schema";

export const metadata: Metadata = { title: "Usage and plan" };

export default async function Page() {
  const { ctx } = await pageSession();
  const client = createQueryClient();
  await Promise.all([
    client.prefetchQuery({ ...usageQuery, queryFn: () => getUsage(ctx, {}) }),
    client.prefetchQuery({ ...usageHistoryQuery, queryFn: () => listUsage(ctx, { months: historyMonths }) }),
    client.prefetchQuery({ ...subscriptionQuery, queryFn: () => getSubscription(ctx, {}) }),
    client.prefetchQuery({
      ...plansQuery,
      queryFn: async () => (await listPlans(ctx, listPlansSchema.parse({}))).data,
    }),
  ]);
  return (
    <Hydrate client={client}>
      <UsageHome />
    </Hydrate>
  );
}
