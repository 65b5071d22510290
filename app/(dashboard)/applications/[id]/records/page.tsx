import { pageRuntime } from "@/app/page-runtime";
import { Prefetched, prefetch } from "@/app/prefetch";
import { ApplicationRecords } from "@/components/applications/application-records";
import { connectionCountQuery } from "@/components/applications/queries";
import { countConnections } from "@/lib/connections/count-connections";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { hostname, addresses } = (await pageRuntime()).service.policy.edge;
  return (
    <Prefetched queries={[prefetch(connectionCountQuery(id), countConnections)]}>
      <ApplicationRecords id={id} edge={{ hostname, addresses }} />
    </Prefetched>
  );
}
