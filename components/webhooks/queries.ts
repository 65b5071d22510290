import { keepPreviousData } from "@tanstack/react-query";
import { oneQuery, pageQuery, queryKeyOf } from "@/components/queries/endpoint-query";
import type { DeliveriesView } from "@/components/webhooks/deliveries-view";
import { getWebhookDeliveryCall } from "@/lib/api/calls/get-webhook-delivery";
import { getWebhookEndpointCall } from "@/lib/api/calls/get-webhook-endpoint";
import { listWebhookDeliveriesCall } from "@/lib/api/calls/list-webhook-deliveries";
import { listWebhookEndpointsCall } from "@/lib/api/calls/list-webhook-endpoints";
import type { Environment } from "@/lib/kernel/scopes";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

const pollMs = 2_000;
const slowPollMs = 10_000;
const pageSize = 25;
/** More than there can be: 20 in each of the two environments. */
const endpointsAtOnce = 100;

export function endpointsQuery(environment: Environment) {
  return oneQuery(listWebhookEndpointsCall, { limit: endpointsAtOnce, environment }, { refetchInterval: slowPollMs });
}

/** The lists of both environments. */
export const endpointLists = { queryKey: queryKeyOf(listWebhookEndpointsCall) };

/** Polled: days of failure disable an endpoint, and the first success clears `failingSince`. */
export function endpointQuery(id: string) {
  return oneQuery(getWebhookEndpointCall, { id }, { refetchInterval: slowPollMs });
}

/** Newest first, polled while the tab is visible; the more pages, the less often. An endpoint's are of its environment. */
export function deliveriesQuery(
  { endpointId, connectionId, status, type, q }: DeliveriesView,
  environment: Environment,
) {
  return pageQuery(
    listWebhookDeliveriesCall,
    {
      limit: pageSize,
      ...(endpointId ? { endpointId } : { environment }),
      ...(connectionId && { connectionId }),
      ...(status && { status }),
      ...(type && { type }),
      ...(q && { q }),
    },
    {
      refetchInterval: (query) => pollMs * (query.state.data?.pages.length ?? 1),
      placeholderData: keepPreviousData,
    },
  );
}

export function deliveryQuery(id: string) {
  return oneQuery(
    getWebhookDeliveryCall,
    { id },
    { refetchInterval: (query) => (query.state.data?.status === "pending" ? pollMs : slowPollMs) },
  );
}

/** The status of an endpoint, changed at once on its own page and in the list. */
export function statusAhead({ id, environment }: WebhookEndpointResource, status: WebhookEndpointResource["status"]) {
  const withStatus = (one: WebhookEndpointResource) => (one.id === id ? { ...one, status } : one);
  return [
    { queryKey: endpointQuery(id).queryKey, change: withStatus },
    {
      queryKey: endpointsQuery(environment).queryKey,
      change: (list: { data: WebhookEndpointResource[] }) => ({ ...list, data: list.data.map(withStatus) }),
    },
  ];
}
