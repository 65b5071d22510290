import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Prefetched, prefetch } from "@/app/prefetch";
import { stuckConnectionsQuery, supportQueueQuery } from "@/components/support/queries";
import { StuckGroup } from "@/components/support/stuck-group";
import { getSupportQueue } from "@/lib/support/get-support-queue";
import { listStuckConnections } from "@/lib/support/list-stuck-connections";
import { listStuckConnectionsSchema } from "@/lib/support/schema";

export const metadata: Metadata = { title: "Stuck · Support" };

export default async function Page({ params }: { params: Promise<{ by: string; code: string }> }) {
  const { by, code } = await params;
  const { data: group } = listStuckConnectionsSchema.safeParse({ by, code: decodeURIComponent(code) });
  if (!group) notFound();
  return (
    <Prefetched
      queries={[
        prefetch(supportQueueQuery, getSupportQueue),
        prefetch(stuckConnectionsQuery(group.by, group.code), listStuckConnections),
      ]}
    >
      <StuckGroup by={group.by} code={group.code} />
    </Prefetched>
  );
}
