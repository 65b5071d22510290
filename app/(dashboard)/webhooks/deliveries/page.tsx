import type { Metadata } from "next";
import { pageEnvironment } from "@/app/page-session";
import { Prefetched, prefetch } from "@/app/prefetch";
import { type SearchParams, toQuery } from "@/app/search-params";
import { DeliveriesHome } from "@/components/webhooks/deliveries-home";
import { parseDeliveriesView } from "@/components/webhooks/deliveries-view";
import { deliveriesQuery, endpointsQuery } from "@/components/webhooks/queries";
import { listWebhookDeliveries } from "@/lib/webhooks/deliveries/list-webhook-deliveries";
import { listWebhookEndpoints } from "@/lib/webhooks/endpoints/list-webhook-endpoints";

export const metadata: Metadata = { title: "Webhook deliveries" };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const view = parseDeliveriesView(toQuery(await searchParams));
  const environment = await pageEnvironment();
  return (
    <Prefetched
      title="Webhooks"
      queries={[
        prefetch(deliveriesQuery(view, environment), listWebhookDeliveries),
        prefetch(endpointsQuery(environment), listWebhookEndpoints),
      ]}
    >
      <DeliveriesHome />
    </Prefetched>
  );
}
