import { pageEnvironment } from "@/app/page-session";
import { Prefetched, prefetch } from "@/app/prefetch";
import { type SearchParams, toQuery } from "@/app/search-params";
import { DeliveriesTable } from "@/components/webhooks/deliveries-table";
import { parseDeliveriesView } from "@/components/webhooks/deliveries-view";
import { deliveriesQuery } from "@/components/webhooks/queries";
import { listWebhookDeliveries } from "@/lib/webhooks/deliveries/list-webhook-deliveries";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { id } = await params;
  const view = { ...parseDeliveriesView(toQuery(await searchParams)), endpointId: id };
  return (
    <Prefetched queries={[prefetch(deliveriesQuery(view, await pageEnvironment()), listWebhookDeliveries)]}>
      <DeliveriesTable endpointId={id} />
    </Prefetched>
  );
}
