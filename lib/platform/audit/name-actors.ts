import type { Role } from "@/lib/kernel/roles";
import type { Context } from "@/lib/platform/ports/context";

/** `role`: of a person who is a member of the tenant now. */
export type NamedActor = { name: string | null; role: Role | null };

/**
 * Actors by label, as `key:<id>`: the tenant's keys and applications, people, and support staff. Of staff, only the name:
 * their address is for colleagues.
 */
export async function nameActors(
  { database: { prisma }, tenantId }: Context,
  actors: readonly string[],
): Promise<Map<string, NamedActor>> {
  const idsOf = (kind: string) => [
    ...new Set(actors.flatMap((actor) => (actor.startsWith(`${kind}:`) ? [actor.slice(kind.length + 1)] : []))),
  ];
  const [keyIds, applicationIds, userIds, staffIds] = [idsOf("key"), idsOf("widget"), idsOf("user"), idsOf("staff")];
  const personIds = [...userIds, ...staffIds];
  const [keys, applications, people, memberships] = await Promise.all([
    keyIds.length > 0 ? prisma.apiKey.findMany({ where: { tenantId, id: { in: keyIds } } }) : [],
    applicationIds.length > 0 ? prisma.application.findMany({ where: { tenantId, id: { in: applicationIds } } }) : [],
    personIds.length > 0 ? prisma.user.findMany({ where: { id: { in: personIds } } }) : [],
    userIds.length > 0 ? prisma.membership.findMany({ where: { tenantId, userId: { in: userIds } } }) : [],
  ]);
  const roleOf = (id: string) => memberships.find(({ userId }) => userId === id)?.role ?? null;
  return new Map<string, NamedActor>([
    ...keys.map(({ id, name }) => [`key:${id}`, { name, role: null }] as const),
    ...applications.map(({ id, name }) => [`widget:${id}`, { name, role: null }] as const),
    ...people.map(({ id, name, email }) => [`user:${id}`, { name: name || email, role: roleOf(id) }] as const),
    ...people.map(({ id, name }) => [`staff:${id}`, { name: name || null, role: null }] as const),
  ]);
}
