import { pageSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { applicationNamesInput, applicationNamesQuery } from "@/components/queries/queries";
import { createQueryClient } from "@/components/queries/query-client";
import { EndpointSettings } from "@/components/webhooks/endpoint-settings";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";
import { webhookEndpointIdSchema } from "@/lib/webhooks/schema";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { ctx, session } = await pageSession();
  const { success, data: input } = webhookEndpointIdSchema.safeParse({ id: (await params).id });
  // The layout says that there is none, or who may see it.
  if (!success || !session.scopes.includes("webhooks:write")) return null;
  const client = createQueryClient();
  await client.prefetchQuery({
    ...applicationNamesQuery,
    queryFn: async () => (await listApplicationNames(ctx, applicationNamesInput)).data,
  });
  return (
    <Hydrate client={client}>
      <EndpointSettings id={input.id} />
    </Hydrate>
  );
}
