import type { Metadata } from "next";
import { staffSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { supportHealthQuery, supportQueueQuery } from "@/components/support/queries";
import { SupportHome } from "@/components/support/support-home";
import { getSupportHealth } from "@/lib/support/get-support-health";
import { getSupportQueue } from "@/lib/support/get-support-queue";

export const metadata: Metadata = { title: "Support" };

export default async function Page() {
  const { ctx } = await staffSession();
  const client = createQueryClient();
  await Promise.all([
    client.prefetchQuery({ ...supportQueueQuery, queryFn: () => getSupportQueue(ctx, {}) }),
    client.prefetchQuery({ ...supportHealthQuery, queryFn: () => getSupportHealth(ctx, {}) }),
  ]);
  return (
    <Hydrate client={client}>
      <SupportHome />
    </Hydrate>
  );
}
