import { z } from "zod";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";
import { type ConnectionSort, connectionSorts } from "@/lib/connections/schema";

/** What the table shows. The address of the page holds all of it, under the names of the API. */
export type ConnectionsView = {
  q: string;
  /** None: every state but archived. */
  states: readonly ConnectionState[];
  applicationId: string | null;
  batchId: string | null;
  sort: ConnectionSort;
  order: "asc" | "desc";
};

export const startView: ConnectionsView = {
  q: "",
  states: [],
  applicationId: null,
  batchId: null,
  sort: "created_at",
  order: "desc",
};

const maxTextLength = { q: 253, batchId: 64 };
const idSchema = z.uuid();

/** Reads the query of an address. What it does not know, or what cannot be, counts as not there. */
export function parseView(query: URLSearchParams): ConnectionsView {
  const asked = query.getAll("state");
  const sort = connectionSorts.find((one) => one === query.get("sort")) ?? startView.sort;
  const order = query.get("order");
  const application = idSchema.safeParse(query.get("application_id"));
  return {
    q: (query.get("q") ?? "").trim().toLowerCase().slice(0, maxTextLength.q),
    states: connectionStates.filter((state) => asked.includes(state)),
    applicationId: application.success ? application.data : null,
    batchId: (query.get("batch_id") ?? "").trim().slice(0, maxTextLength.batchId) || null,
    sort,
    order: order === "asc" || order === "desc" ? order : firstOrder(sort),
  };
}

/** The address of a view, without what is so anyway. */
export function viewHref(view: ConnectionsView): string {
  const query = new URLSearchParams();
  if (view.q !== "") query.set("q", view.q);
  for (const state of view.states) query.append("state", state);
  if (view.applicationId) query.set("application_id", view.applicationId);
  if (view.batchId) query.set("batch_id", view.batchId);
  if (view.sort !== startView.sort) query.set("sort", view.sort);
  if (view.order !== firstOrder(view.sort)) query.set("order", view.order);
  return query.size === 0 ? "/connections" : `/connections?${query}`;
}

/** Names go from a to z, times from the newest. */
export function firstOrder(sort: ConnectionSort): "asc" | "desc" {
  return sort === "hostname" ? "asc" : "desc";
}

/** Sorted by another column, or by the same the other way round. */
export function sortedBy(view: ConnectionsView, sort: ConnectionSort): ConnectionsView {
  if (sort !== view.sort) return { ...view, sort, order: firstOrder(sort) };
  return { ...view, order: view.order === "asc" ? "desc" : "asc" };
}

/** With this state too, or without it. */
export function toggledState(view: ConnectionsView, state: ConnectionState): ConnectionsView {
  const states = view.states.includes(state)
    ? view.states.filter((one) => one !== state)
    : connectionStates.filter((one) => one === state || view.states.includes(one));
  return { ...view, states };
}

/** Whether something is left out that is not archived. */
export function isFiltered(view: ConnectionsView): boolean {
  return view.q !== "" || view.states.length > 0 || view.applicationId !== null || view.batchId !== null;
}

/** Everything again, in the same order. */
export function withoutFilters({ sort, order }: ConnectionsView): ConnectionsView {
  return { ...startView, sort, order };
}
