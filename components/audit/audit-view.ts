import type { z } from "zod";
import type { Environment } from "@/lib/kernel/scopes";
import { type ActorKind, type AuditAction, actorKinds, auditActions } from "@/lib/platform/audit/catalog";
import type { listAuditLogSchema } from "@/lib/platform/audit/schema";

/** The filters of the page, kept in its URL under the names of the API. */
export type AuditView = {
  action: AuditAction | null;
  /** One actor, such as `user:<id>`. */
  actor: string | null;
  actorKind: ActorKind | null;
  /** Days in UTC, `2026-11-28`, both inclusive. */
  from: string | null;
  to: string | null;
  /** The id of an entry, a request or an object. */
  q: string | null;
};

export const everyEntry: AuditView = { action: null, actor: null, actorKind: null, from: null, to: null, q: null };

const maxSearchLength = 2_048;

/** Reads the query of a URL. Unknown values are ignored. */
export function parseAuditView(query: URLSearchParams): AuditView {
  const actor = query.get("actor");
  return {
    action: auditActions.find((known) => known === query.get("action")) ?? null,
    actor: actor !== null && /^[a-z]{1,10}(:[0-9a-f-]{36})?$/.test(actor) ? actor : null,
    actorKind: actorKinds.find((known) => known === query.get("actor_kind")) ?? null,
    from: dayIn(query.get("from")),
    to: dayIn(query.get("to")),
    q: query.get("q")?.trim().slice(0, maxSearchLength) || null,
  };
}

/** The query of a view with its question mark; empty without filters. */
export function auditSearch(view: AuditView): string {
  const query = new URLSearchParams();
  if (view.q) query.set("q", view.q);
  if (view.action) query.set("action", view.action);
  if (view.actor) query.set("actor", view.actor);
  if (view.actorKind) query.set("actor_kind", view.actorKind);
  if (view.from) query.set("from", view.from);
  if (view.to) query.set("to", view.to);
  return query.size === 0 ? "" : `?${query}`;
}

/** The view as the filters of the API. An id is found in both environments. */
export function auditFilter(
  { from, to, ...view }: AuditView,
  environment: Environment,
): z.input<typeof listAuditLogSchema> {
  return {
    ...(view.q === null && { environment }),
    ...(view.action && { action: view.action }),
    ...(view.actor && { actor: view.actor }),
    ...(view.actorKind && { actorKind: view.actorKind }),
    ...(view.q && { q: view.q }),
    ...(from && { since: `${from}T00:00:00Z` }),
    ...(to && { until: `${dayAfter(to)}T00:00:00Z` }),
  };
}

/** A day that exists, in years that the API takes. */
function dayIn(text: string | null): string | null {
  if (text === null || !/^[2-8]\d{3}-\d{2}-\d{2}$/.test(text)) return null;
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text) ? text : null;
}

function dayAfter(day: string): string {
  const time = new Date(`${day}T00:00:00Z`);
  time.setUTCDate(time.getUTCDate() + 1);
  return time.toISOString().slice(0, 10);
}
