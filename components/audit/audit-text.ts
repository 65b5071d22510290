import { auditActions, auditCatalog } from "@/lib/platform/audit/catalog";
import type { AuditEntryResource } from "@/lib/platform/audit/schema";

/** An action in words: `webhook_endpoint.secret_rotated` is "rotated the secret of a webhook endpoint". */
export function actionText(action: string): string {
  const known = auditActions.find((candidate) => candidate === action);
  return known ? auditCatalog[known] : action.replaceAll(/[._]/g, " ");
}

const actors: Record<string, string> = {
  key: "API key",
  user: "Member",
  staff: "Support staff",
  widget: "Widget of application",
  admin: "The operator",
  sandbox: "The sandbox",
  worker: "Latchkey",
};

/** Who did it: `key:019a…` is an API key, `worker` is Latchkey. `id` is null where there is just one. */
export function actorText(actor: string): { kind: string; id: string | null } {
  const [kind = actor, id = null] = actor.split(":");
  return { kind: actors[kind] ?? kind, id };
}

/** What the entry is about, in a word or two: the name or hostname where the entry has one. */
export function targetText({ data, targetId }: Pick<AuditEntryResource, "data" | "targetId">): string {
  for (const field of ["hostname", "name", "email", "url", "plan", "to", "path"]) {
    const value = data[field];
    if (typeof value === "string" && value !== "") return value;
  }
  return targetId;
}
