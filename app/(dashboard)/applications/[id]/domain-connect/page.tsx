import { Prefetched, prefetch } from "@/app/prefetch";
import { DomainConnectSetup } from "@/components/applications/domain-connect-setup";
import { domainConnectQuery } from "@/components/applications/queries";
import { getDomainConnect } from "@/lib/accounts/domain-connect/get-domain-connect";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched queries={[prefetch(domainConnectQuery(id), getDomainConnect)]}>
      <DomainConnectSetup id={id} />
    </Prefetched>
  );
}
