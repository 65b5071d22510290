import { Prefetched, prefetch } from "@/app/prefetch";
import { ApplicationOverview } from "@/components/applications/application-overview";
import { connectionCountQuery } from "@/components/applications/queries";
import { countConnections } from "@/lib/connections/count-connections";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched queries={[prefetch(connectionCountQuery(id), countConnections)]}>
      <ApplicationOverview id={id} />
    </Prefetched>
  );
}
