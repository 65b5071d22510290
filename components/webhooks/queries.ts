import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { DeliveriesView } from "@/components/webhooks/deliveries-view";
import { request } from "@/lib/api/client";
import {
  getWebhookDeliveryEndpoint,
  getWebhookEndpointEndpoint,
  listWebhookDeliveriesEndpoint,
  listWebhookEndpointsEndpoint,
} from "@/lib/api/endpoints/webhooks";
import type { listWebhookDeliveriesSchema, listWebhookEndpointsSchema } from "@/lib/webhooks/schema";

const pollMs = 2_000;
const slowPollMs = 10_000;
const pageSize = 25;
const maxPages = 20;
/** More than there can be: 20 in each of the two environments. */
const endpointsAtOnce = 100;

export const endpointsInput: z.input<typeof listWebhookEndpointsSchema> = { limit: endpointsAtOnce };

export const endpointsQuery = queryOptions({
  queryKey: ["webhooks", "endpoints"],
  queryFn: ({ signal }) => request(listWebhookEndpointsEndpoint, endpointsInput, { signal }),
  refetchInterval: slowPollMs,
});

/** Asked again: after days of failure it is disabled by itself, and the first success ends `failingSince`. */
export function endpointQuery(id: string) {
  return queryOptions({
    queryKey: ["webhooks", "endpoint", id],
    queryFn: ({ signal }) => request(getWebhookEndpointEndpoint, { id }, { signal }),
    refetchInterval: slowPollMs,
  });
}

export function deliveriesInput(
  view: DeliveriesView,
  cursor: string | null = null,
): z.input<typeof listWebhookDeliveriesSchema> {
  const { endpointId, connectionId, status, type } = view;
  return {
    limit: pageSize,
    ...(cursor === null ? {} : { cursor }),
    ...(endpointId === null ? {} : { endpointId }),
    ...(connectionId === null ? {} : { connectionId }),
    ...(status === null ? {} : { status }),
    ...(type === null ? {} : { type }),
  };
}

/** Newest first, polled while the tab is visible; more pages are polled less often. */
export function deliveriesQuery(view: DeliveriesView) {
  return infiniteQueryOptions({
    queryKey: ["webhooks", "deliveries", view],
    queryFn: ({ pageParam, signal }) =>
      request(listWebhookDeliveriesEndpoint, deliveriesInput(view, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
    refetchInterval: (query) => pollMs * (query.state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  });
}

export function deliveryQuery(id: string) {
  return queryOptions({
    queryKey: ["webhooks", "delivery", id],
    queryFn: ({ signal }) => request(getWebhookDeliveryEndpoint, { id }, { signal }),
    refetchInterval: (query) => (query.state.data?.status === "pending" ? pollMs : slowPollMs),
  });
}
