import { pageSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { DeliveriesTable } from "@/components/webhooks/deliveries-table";
import { parseDeliveriesView, toQuery } from "@/components/webhooks/deliveries-view";
import { deliveriesInput, deliveriesQuery } from "@/components/webhooks/queries";
import { listWebhookDeliveries } from "@/lib/webhooks/deliveries/list-webhook-deliveries";
import { listWebhookDeliveriesSchema, webhookEndpointIdSchema } from "@/lib/webhooks/schema";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Page({ params, searchParams }: Props) {
  const { ctx, session } = await pageSession();
  const { success, data: input } = webhookEndpointIdSchema.safeParse({ id: (await params).id });
  // The layout says that there is none, or who may see it.
  if (!success || !session.scopes.includes("webhooks:write")) return null;
  const view = { ...parseDeliveriesView(toQuery(await searchParams)), endpointId: input.id };
  const client = createQueryClient();
  await client.prefetchInfiniteQuery({
    ...deliveriesQuery(view),
    queryFn: () => listWebhookDeliveries(ctx, listWebhookDeliveriesSchema.parse(deliveriesInput(view))),
  });
  return (
    <Hydrate client={client}>
      <DeliveriesTable endpointId={input.id} />
    </Hydrate>
  );
}
