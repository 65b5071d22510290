import { pageSession } from "@/app/page-session";
import { KeysPanel } from "@/components/applications/keys-panel";
import { keysInput, keysQuery } from "@/components/applications/queries";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { listKeys } from "@/lib/accounts/applications/list-keys";
import { applicationIdSchema, listKeysSchema } from "@/lib/accounts/applications/schema";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { ctx, session } = await pageSession();
  const { success, data: input } = applicationIdSchema.safeParse({ id: (await params).id });
  // The layout says that there is none, or who may see it.
  if (!success || !session.scopes.includes("apps:admin")) return null;
  const client = createQueryClient();
  await client.prefetchInfiniteQuery({
    ...keysQuery(input.id),
    queryFn: () => listKeys(ctx, listKeysSchema.parse(keysInput(input.id))),
  });
  return (
    <Hydrate client={client}>
      <KeysPanel id={input.id} />
    </Hydrate>
  );
}
