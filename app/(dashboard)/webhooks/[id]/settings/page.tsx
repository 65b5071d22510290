import { pageSession } from "@/app/page-session";
import { Hydrate } from "@/components/hydrate";
import { applicationNamesInput, applicationNamesQuery } from "@/components/queries";
import { createQueryClient } from "@/components/query-client";
import { EndpointSettings } from "@/components/webhooks/endpoint-settings";
import { listApplicationNames } from "@/lib/applications/list-application-names";
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
