import { pageSession } from "@/app/page-session";
import { ApplicationRecords } from "@/components/applications/application-records";
import { connectionCountInput, connectionCountQuery } from "@/components/applications/queries";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { applicationIdSchema } from "@/lib/accounts/applications/schema";
import { countConnections } from "@/lib/connections/count-connections";
import { countConnectionsSchema } from "@/lib/connections/schema";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { ctx, session } = await pageSession();
  const { success, data: input } = applicationIdSchema.safeParse({ id: (await params).id });
  // The layout says that there is none, or who may see it.
  if (!success || !session.scopes.includes("apps:admin")) return null;
  const { edge } = ctx.policy;
  const client = createQueryClient();
  await client.prefetchQuery({
    ...connectionCountQuery(input.id),
    queryFn: () => countConnections(ctx, countConnectionsSchema.parse(connectionCountInput(input.id))),
  });
  return (
    <Hydrate client={client}>
      <ApplicationRecords id={input.id} edge={{ hostname: edge.hostname, addresses: edge.addresses }} />
    </Hydrate>
  );
}
