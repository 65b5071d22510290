import { Prefetched, prefetch } from "@/app/prefetch";
import { AddCredential } from "@/components/credentials/add-credential";
import { credentialsQuery } from "@/components/credentials/queries";
import { providersQuery } from "@/components/queries/queries";
import { listCredentials } from "@/lib/accounts/credentials/list-credentials";
import { listProviders } from "@/lib/dns/adapters/list-providers";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched queries={[prefetch(providersQuery, listProviders), prefetch(credentialsQuery(id), listCredentials)]}>
      <AddCredential id={id} />
    </Prefetched>
  );
}
