import { isUuid } from "@/lib/kernel/is-uuid";
import { deliveryStatuses, testEventType, webhookEventTypes } from "@/lib/webhooks/catalog";

/** Every type that a delivery can have. */
export const deliveryTypes = [...webhookEventTypes, testEventType] as const;

/** The filters of the table, kept in the URL of the page under the names of the API. */
export type DeliveriesView = {
  endpointId: string | null;
  connectionId: string | null;
  status: (typeof deliveryStatuses)[number] | null;
  type: (typeof deliveryTypes)[number] | null;
  /** An id, or a part of a hostname. */
  q: string | null;
};

export const everyDelivery: DeliveriesView = {
  endpointId: null,
  connectionId: null,
  status: null,
  type: null,
  q: null,
};

const maxSearchLength = 2_048;

/** Reads the query of a URL. Unknown values are ignored. */
export function parseDeliveriesView(query: URLSearchParams): DeliveriesView {
  const id = (name: string) => query.getAll(name).slice(0, 1).find(isUuid) ?? null;
  return {
    endpointId: id("endpoint_id"),
    connectionId: id("connection_id"),
    status: deliveryStatuses.find((status) => status === query.get("status")) ?? null,
    type: deliveryTypes.find((type) => type === query.get("type")) ?? null,
    q: query.get("q")?.trim().slice(0, maxSearchLength) || null,
  };
}

/** The query of a view with its question mark; empty without filters. `fixed` is already in the path. */
export function deliveriesSearch(view: DeliveriesView, fixed: "endpointId" | null = null): string {
  const query = new URLSearchParams();
  if (view.endpointId && fixed !== "endpointId") query.set("endpoint_id", view.endpointId);
  if (view.connectionId) query.set("connection_id", view.connectionId);
  if (view.status) query.set("status", view.status);
  if (view.type) query.set("type", view.type);
  if (view.q) query.set("q", view.q);
  return query.size === 0 ? "" : `?${query}`;
}
