import type { Role } from "@/lib/kernel/roles";
import { auditActions, auditCatalog } from "@/lib/platform/audit/catalog";
import type { AuditEntryResource } from "@/lib/platform/audit/schema";

/** An action in words: `webhook_endpoint.secret_rotated` is "rotated the secret of a webhook endpoint". */
export function actionText(action: string): string {
  const known = auditActions.find((candidate) => candidate === action);
  return known ? auditCatalog[known] : action.replaceAll(/[._]/g, " ");
}

const actors: Record<string, string> = {
  key: "API key",
  user: "Former member",
  staff: "Latchkey support",
  widget: "Widget of application",
  link: "Share link",
  admin: "The operator",
  sandbox: "The sandbox",
  worker: "Latchkey",
};

const roleNames: Record<Role, string> = { owner: "Owner", admin: "Admin", member: "Member" };

/**
 * Who did it, and what they are: `Ada` is an `Owner`, an API key has its name. `id` is shown where there is no name; null:
 * there is just one of the kind.
 */
export function actorText({
  actor,
  actorName,
  actorRole,
}: Pick<AuditEntryResource, "actor" | "actorName" | "actorRole">): {
  name: string;
  kind: string | null;
  id: string | null;
} {
  const [kind = actor, id = null] = actor.split(":");
  const label = actorRole ? roleNames[actorRole] : (actors[kind] ?? kind);
  if (kind === "staff") return { name: actorName === null ? label : `${label} (${actorName})`, kind: null, id: null };
  return actorName === null ? { name: label, kind: null, id } : { name: actorName, kind: label, id: null };
}

export function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** What the entry is about, in a word or two: the name or hostname where the entry has one. */
export function targetText({ data, targetId }: Pick<AuditEntryResource, "data" | "targetId">): string {
  for (const field of ["hostname", "name", "email", "url", "plan", "to", "path"]) {
    const value = data[field];
    if (typeof value === "string" && value !== "") return value;
  }
  return targetId;
}
