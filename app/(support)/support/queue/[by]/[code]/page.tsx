import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { staffSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { pageInput, stuckConnectionsQuery, supportQueueQuery } from "@/components/support/queries";
import { StuckGroup } from "@/components/support/stuck-group";
import { getSupportQueue } from "@/lib/support/get-support-queue";
import { listStuckConnections } from "@/lib/support/list-stuck-connections";
import { listStuckConnectionsSchema } from "@/lib/support/schema";

export const metadata: Metadata = { title: "Stuck · Support" };

export default async function Page({ params }: { params: Promise<{ by: string; code: string }> }) {
  const { ctx } = await staffSession();
  const { by, code } = await params;
  const { success, data: input } = listStuckConnectionsSchema.safeParse({
    by,
    code: decodeURIComponent(code),
    ...pageInput(),
  });
  if (!success) notFound();
  const client = createQueryClient();
  await Promise.all([
    client.prefetchQuery({ ...supportQueueQuery, queryFn: () => getSupportQueue(ctx, {}) }),
    client.prefetchInfiniteQuery({
      ...stuckConnectionsQuery(input.by, input.code),
      queryFn: () => listStuckConnections(ctx, input),
    }),
  ]);
  return (
    <Hydrate client={client}>
      <StuckGroup by={input.by} code={input.code} />
    </Hydrate>
  );
}
