import { Prefetched, prefetch } from "@/app/prefetch";
import { applicationNamesQuery } from "@/components/queries/queries";
import { EndpointSettings } from "@/components/webhooks/endpoint-settings";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched queries={[prefetch(applicationNamesQuery, listApplicationNames)]}>
      <EndpointSettings id={id} />
    </Prefetched>
  );
}
