import { pageRuntime } from "@/app/page-runtime";
import { Prefetched, prefetch } from "@/app/prefetch";
import { sandboxFacts } from "@/app/sandbox-facts";
import { keysQuery } from "@/components/applications/queries";
import { QuickStart } from "@/components/applications/quick-start";
import { listKeys } from "@/lib/accounts/applications/list-keys";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { env } = await pageRuntime();
  return (
    <Prefetched queries={[prefetch(keysQuery(id), listKeys)]}>
      <QuickStart id={id} appUrl={env.appUrl} hostname={(await sandboxFacts())?.hostname ?? "shop.example.com"} />
    </Prefetched>
  );
}
