import type { SandboxMail } from "@/lib/db/generated/client";
import type { ServiceContext } from "@/lib/platform/ports/context";

const maxMails = 100;

/** The sandbox's mails, newest first; the last hundred. */
export function listSandboxMails({ database }: ServiceContext): Promise<SandboxMail[]> {
  return database.prisma.sandboxMail.findMany({ orderBy: { id: "desc" }, take: maxMails });
}

export function findSandboxMail({ database }: ServiceContext, id: string): Promise<SandboxMail | null> {
  return database.prisma.sandboxMail.findUnique({ where: { id } });
}
