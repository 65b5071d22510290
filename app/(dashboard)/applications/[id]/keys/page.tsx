import { Prefetched, prefetch } from "@/app/prefetch";
import { KeysPanel } from "@/components/applications/keys-panel";
import { keysQuery } from "@/components/applications/queries";
import { listKeys } from "@/lib/accounts/applications/list-keys";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched queries={[prefetch(keysQuery(id), listKeys)]}>
      <KeysPanel id={id} />
    </Prefetched>
  );
}
