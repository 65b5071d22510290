import { environmentParam, readEnvironment } from "@/components/session/environment-address";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";
import { type ConnectionSort, connectionSorts } from "@/lib/connections/policy";
import { isUuid } from "@/lib/kernel/is-uuid";
import type { Environment } from "@/lib/kernel/scopes";

/** What the table shows. The address holds all of it, under the names of the API. */
export type ConnectionsView = {
  q: string;
  /** Empty: every state but archived. */
  states: readonly ConnectionState[];
  applicationId: string | null;
  batchId: string | null;
  /** Only what needs a person. */
  attention: boolean;
  /** Code of the finding that each has first. */
  finding: string | null;
  /** null: whatever the dashboard shows. */
  environment: Environment | null;
  sort: ConnectionSort;
  order: "asc" | "desc";
};

export const startView: ConnectionsView = {
  q: "",
  states: [],
  applicationId: null,
  batchId: null,
  attention: false,
  finding: null,
  environment: null,
  sort: "created_at",
  order: "desc",
};

const maxTextLength = { q: 2_048, batchId: 64 };

/** Reads the query of an address. Unknown and invalid values are ignored. */
export function parseView(query: URLSearchParams): ConnectionsView {
  const asked = query.getAll("state");
  const sort = connectionSorts.find((one) => one === query.get("sort")) ?? startView.sort;
  const order = query.get("order");
  const application = query.get("application_id") ?? "";
  return {
    q: (query.get("q") ?? "").trim().toLowerCase().slice(0, maxTextLength.q),
    states: connectionStates.filter((state) => asked.includes(state)),
    applicationId: isUuid(application) ? application : null,
    batchId: (query.get("batch_id") ?? "").trim().slice(0, maxTextLength.batchId) || null,
    attention: query.get("attention") === "true",
    finding: /^[a-z0-9-]{1,64}$/.test(query.get("finding") ?? "") ? query.get("finding") : null,
    environment: readEnvironment(query.get(environmentParam)),
    sort,
    order: order === "asc" || order === "desc" ? order : firstOrder(sort),
  };
}

/** The address of a view, without default values. */
export function viewHref(view: ConnectionsView): string {
  const query = new URLSearchParams();
  if (view.q !== "") query.set("q", view.q);
  for (const state of view.states) query.append("state", state);
  if (view.applicationId) query.set("application_id", view.applicationId);
  if (view.batchId) query.set("batch_id", view.batchId);
  if (view.attention) query.set("attention", "true");
  if (view.finding) query.set("finding", view.finding);
  if (view.sort !== startView.sort) query.set("sort", view.sort);
  if (view.order !== firstOrder(view.sort)) query.set("order", view.order);
  if (view.environment) query.set(environmentParam, view.environment);
  return query.size === 0 ? "/connections" : `/connections?${query}`;
}

/** Names are sorted from A to Z first, times from the newest. */
export function firstOrder(sort: ConnectionSort): "asc" | "desc" {
  return sort === "hostname" ? "asc" : "desc";
}

/** Sorted by another column, or by the same one in reverse. */
export function sortedBy(view: ConnectionsView, sort: ConnectionSort): ConnectionsView {
  if (sort !== view.sort) return { ...view, sort, order: firstOrder(sort) };
  return { ...view, order: view.order === "asc" ? "desc" : "asc" };
}

/** Adds or removes a state. */
export function toggledState(view: ConnectionsView, state: ConnectionState): ConnectionsView {
  const states = view.states.includes(state)
    ? view.states.filter((one) => one !== state)
    : connectionStates.filter((one) => one === state || view.states.includes(one));
  return { ...view, states };
}

/** Whether a filter is set. */
export function isFiltered(view: ConnectionsView): boolean {
  const { sort: _, order: __, environment: ___, ...filters } = view;
  return viewHref({ ...startView, ...filters }) !== viewHref(startView);
}

/** All filters cleared, in the same order. */
export function withoutFilters({ environment, sort, order }: ConnectionsView): ConnectionsView {
  return { ...startView, environment, sort, order };
}
