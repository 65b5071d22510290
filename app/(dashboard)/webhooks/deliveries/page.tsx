import type { Metadata } from "next";
import { pageSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { DeliveriesHome } from "@/components/webhooks/deliveries-home";
import { parseDeliveriesView, toQuery } from "@/components/webhooks/deliveries-view";
import { deliveriesInput, deliveriesQuery, endpointsInput, endpointsQuery } from "@/components/webhooks/queries";
import { listWebhookDeliveries } from "@/lib/webhooks/deliveries/list-webhook-deliveries";
import { listWebhookEndpoints } from "@/lib/webhooks/endpoints/list-webhook-endpoints";
import { listWebhookDeliveriesSchema, listWebhookEndpointsSchema } from "@/lib/webhooks/schema";

export const metadata: Metadata = { title: "Webhook deliveries" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function Page({ searchParams }: Props) {
  const { ctx, session } = await pageSession();
  const client = createQueryClient();
  if (session.scopes.includes("webhooks:write")) {
    const view = parseDeliveriesView(toQuery(await searchParams));
    await Promise.all([
      client.prefetchInfiniteQuery({
        ...deliveriesQuery(view),
        queryFn: () => listWebhookDeliveries(ctx, listWebhookDeliveriesSchema.parse(deliveriesInput(view))),
      }),
      client.prefetchQuery({
        ...endpointsQuery,
        queryFn: () => listWebhookEndpoints(ctx, listWebhookEndpointsSchema.parse(endpointsInput)),
      }),
    ]);
  }
  return (
    <Hydrate client={client}>
      <DeliveriesHome />
    </Hydrate>
  );
}
