import { Prefetched, prefetch } from "@/app/prefetch";
import { CredentialsPanel } from "@/components/credentials/credentials-panel";
import { credentialsQuery } from "@/components/credentials/queries";
import { listCredentials } from "@/lib/accounts/credentials/list-credentials";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched queries={[prefetch(credentialsQuery(id), listCredentials)]}>
      <CredentialsPanel id={id} />
    </Prefetched>
  );
}
