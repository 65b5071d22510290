import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { DeliveryPage } from "@/components/webhooks/delivery-page";
import { deliveryQuery } from "@/components/webhooks/queries";
import { getWebhookDelivery } from "@/lib/webhooks/deliveries/get-webhook-delivery";
import { webhookDeliveryIdSchema } from "@/lib/webhooks/schema";

export const metadata: Metadata = { title: "Webhook delivery" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { ctx, session } = await pageSession();
  const { success, data: input } = webhookDeliveryIdSchema.safeParse({ id: (await params).id });
  if (!success) notFound();
  const client = createQueryClient();
  if (session.scopes.includes("webhooks:write")) {
    await client.prefetchQuery({ ...deliveryQuery(input.id), queryFn: () => getWebhookDelivery(ctx, input) });
  }
  return (
    <Hydrate client={client}>
      <DeliveryPage id={input.id} />
    </Hydrate>
  );
}
