import type { Metadata } from "next";
import { Prefetched, prefetch } from "@/app/prefetch";
import { DeliveryPage } from "@/components/webhooks/delivery-page";
import { deliveryQuery } from "@/components/webhooks/queries";
import { getWebhookDelivery } from "@/lib/webhooks/deliveries/get-webhook-delivery";

export const metadata: Metadata = { title: "Webhook delivery" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched title="Webhook delivery" queries={[prefetch(deliveryQuery(id), getWebhookDelivery)]}>
      <DeliveryPage id={id} />
    </Prefetched>
  );
}
