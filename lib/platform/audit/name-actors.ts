import type { Context } from "@/lib/platform/ports/context";

/** Names by actor, as `key:<id>`: of the tenant's keys and applications, and of people. Staff have no name here. */
export async function nameActors(
  { database: { prisma }, tenantId }: Context,
  actors: readonly string[],
): Promise<Map<string, string>> {
  const idsOf = (kind: string) => [
    ...new Set(actors.flatMap((actor) => (actor.startsWith(`${kind}:`) ? [actor.slice(kind.length + 1)] : []))),
  ];
  const [keyIds, applicationIds, userIds] = [idsOf("key"), idsOf("widget"), idsOf("user")];
  const [keys, applications, users] = await Promise.all([
    keyIds.length > 0 ? prisma.apiKey.findMany({ where: { tenantId, id: { in: keyIds } } }) : [],
    applicationIds.length > 0 ? prisma.application.findMany({ where: { tenantId, id: { in: applicationIds } } }) : [],
    userIds.length > 0 ? prisma.user.findMany({ where: { id: { in: userIds } } }) : [],
  ]);
  return new Map([
    ...keys.map(({ id, name }) => [`key:${id}`, name] as const),
    ...applications.map(({ id, name }) => [`widget:${id}`, name] as const),
    ...users.map(({ id, name, email }) => [`user:${id}`, name || email] as const),
  ]);
}
