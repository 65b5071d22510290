import { z } from "zod";
import { endReasons } from "@/lib/connections/decide-contest";
import { isRefusal } from "@/lib/kernel/errors";
import { contestEndedMail, contestedMail } from "@/lib/platform/mail/mails";
import type { Context } from "@/lib/platform/ports/context";
import type { Mail } from "@/lib/platform/ports/mailer";

const maxRecipients = 20;

/** Whoever controls the DNS of a hostname can begin and end contests as fast as it is checked: mails have a limit. */
const maxPerDay = 6;
const dayMs = 86_400_000;

const contestedSchema = z.object({ hostname: z.string(), until: z.coerce.date() });
const endedSchema = z.object({
  hostname: z.string(),
  role: z.enum(["holder", "challenger"]),
  outcome: z.enum(["moved", "kept", "released"]),
  reason: z.enum(endReasons),
});

/**
 * Mails the owners and admins of a tenant that a hostname of theirs is contested, or that a contest has ended. A run that
 * is repeated after a crash can mail twice.
 */
export async function mailContest(
  ctx: Context,
  { connectionId, sequence }: { connectionId: string; sequence: number },
): Promise<{ runAgainAt: null }> {
  const done = { runAgainAt: null };
  const { prisma } = ctx.database;
  const about = { tenantId: ctx.tenantId, connectionId };
  const [event, earlier, members] = await Promise.all([
    prisma.event.findFirst({ where: { ...about, sequence } }),
    prisma.event.count({
      where: {
        ...about,
        sequence: { lt: sequence },
        type: { in: ["domain.contested", "domain.contest_ended"] },
        createdAt: { gt: new Date(ctx.now().getTime() - dayMs) },
      },
    }),
    prisma.membership.findMany({
      where: { tenantId: ctx.tenantId, role: { in: ["owner", "admin"] } },
      select: { user: { select: { email: true } } },
      orderBy: { createdAt: "asc" },
      take: maxRecipients,
    }),
  ]);
  if (event === null) return done;
  if (earlier >= maxPerDay) {
    ctx.log.warn({ connectionId, type: event.type }, "a mail about a contest was not sent: there were too many today");
    return done;
  }
  const url = `${ctx.policy.appUrl}/connections/${connectionId}`;
  for (const { user } of members) {
    try {
      await ctx.mailer.send(mailOf(event.type, event.data, user.email, url));
    } catch (error) {
      // Without a mail server there is nothing to try again.
      if (!isRefusal(error) || error.code !== "unavailable") throw error;
    }
  }
  return done;
}

function mailOf(type: string, data: unknown, to: string, url: string): Mail {
  return type === "domain.contested"
    ? contestedMail(to, { ...contestedSchema.parse(data), url })
    : contestEndedMail(to, { ...endedSchema.parse(data), url });
}
