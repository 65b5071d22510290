import { pageSession } from "@/app/page-session";
import { keysInput, keysQuery } from "@/components/applications/queries";
import { QuickStart } from "@/components/applications/quick-start";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { listKeys } from "@/lib/accounts/applications/list-keys";
import { applicationIdSchema, listKeysSchema } from "@/lib/accounts/applications/schema";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { ctx, session } = await pageSession();
  const { success, data: input } = applicationIdSchema.safeParse({ id: (await params).id });
  // The layout says that there is none, or who may see it.
  if (!success || !session.scopes.includes("apps:admin")) return null;
  const { appUrl, sandbox } = ctx.policy;
  const client = createQueryClient();
  await client.prefetchInfiniteQuery({
    ...keysQuery(input.id),
    queryFn: () => listKeys(ctx, listKeysSchema.parse(keysInput(input.id))),
  });
  return (
    <Hydrate client={client}>
      <QuickStart id={input.id} appUrl={appUrl} hostname={sandbox ? "shop.acme.test" : "shop.example.com"} />
    </Hydrate>
  );
}
