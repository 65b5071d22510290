import type { Context } from "@/lib/platform/ports/context";
import type { SupportAssignee } from "@/lib/support/schema";

/** Who of support staff takes care of these connections, by connection; nobody who has left support. */
export async function readAssignees(
  prisma: Context["database"]["prisma"],
  connectionIds: readonly string[],
): Promise<Map<string, SupportAssignee>> {
  const assignments = await prisma.supportAssignment.findMany({ where: { connectionId: { in: [...connectionIds] } } });
  if (assignments.length === 0) return new Map();
  const colleagues = await prisma.user.findMany({
    where: { id: { in: assignments.map(({ userId }) => userId) }, isStaff: true },
    select: { id: true, name: true, email: true },
  });
  return new Map(
    assignments.flatMap(({ connectionId, userId }) => {
      const colleague = colleagues.find(({ id }) => id === userId);
      return colleague ? [[connectionId, { id: userId, name: colleague.name || colleague.email }] as const] : [];
    }),
  );
}
