import { countMail } from "@/lib/accounts/auth/count-mail";
import { throttles, tooMany } from "@/lib/accounts/auth/throttle";
import { assertMayManageTeam } from "@/lib/accounts/tenants/assert-may-manage-team";
import { toInvitationResource } from "@/lib/accounts/tenants/list-invitations";
import type { CreateInvitationInput, InvitationResource } from "@/lib/accounts/tenants/schema";
import { answerInTransaction, type Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { newId, randomToken } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { invitationMail } from "@/lib/platform/mail/mails";
import { actorLabel, type Context } from "@/lib/platform/ports/context";

const tokenBits = 256;
const invitationLifeMs = 7 * 86_400_000;
const maxOpenInvitations = 100;

/**
 * Invites a person by mail. Inviting them again sends a new link and invalidates the old one; it is another mail, and
 * counts as one.
 * @throws Refusal forbidden (a test key), invalid_state (a member already; too many open ones), rate_limited, unavailable
 * and provider_error (the mail; then invite again)
 */
export async function createInvitation(ctx: Context, input: CreateInvitationInput): Promise<InvitationResource> {
  assertMayManageTeam(ctx);
  ctx.mailer.assertReady();
  const { tenantId } = ctx;
  const { email, role } = input;
  const token = randomToken(tokenBits);
  const now = ctx.now();
  const open = { tenantId, acceptedAt: null, revokedAt: null };
  let company = "";
  let invitedBy: string | null = null;
  const invitation = await answerInTransaction(ctx, async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId}::uuid FOR UPDATE`;
    const member = await tx.membership.findFirst({ where: { tenantId, user: { email } } });
    if (member) throw new Refusal("invalid_state", `${email} is already a member.`, { param: "email" });
    await tx.invitation.updateMany({ where: { ...open, email }, data: { revokedAt: now } });
    const count = await tx.invitation.count({ where: { ...open, expiresAt: { gt: now } } });
    if (count >= maxOpenInvitations) {
      throw new Refusal(
        "invalid_state",
        `There are ${count} open invitations. Revoke some, or wait until they expire.`,
      );
    }
    await assertMayMail(ctx, tx, email);
    company = (await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } })).name;
    invitedBy = await findInviter(ctx, tx);
    const row = await tx.invitation.create({
      data: {
        id: newId(now),
        tenantId,
        email,
        role,
        tokenHash: hashSecret(token),
        invitedBy: actorLabel(ctx.actor),
        expiresAt: new Date(now.getTime() + invitationLifeMs),
        createdAt: now,
      },
    });
    await recordAudit(ctx, tx, "invitation.created", row.id, { email, role });
    return toInvitationResource(row);
  });
  await ctx.mailer.send(invitationMail(ctx.policy.appUrl, email, { token, company, role, invitedBy }));
  return invitation;
}

/** The name of the person who invites, or else their address; null: a key does. */
async function findInviter({ actor }: Context, tx: Tx): Promise<string | null> {
  if (actor.kind !== "user") return null;
  const { name, email } = await tx.user.findUniqueOrThrow({ where: { id: actor.userId } });
  return name === "" ? email : name;
}

/** In the transaction: an invitation that is refused or replayed is not counted. @throws Refusal rate_limited */
async function assertMayMail(ctx: Context, tx: Tx, to: string): Promise<void> {
  const company = { kind: "invitation", tenantId: ctx.tenantId, tx } as const;
  const waitSeconds = await countMail(ctx, { to, ip: ctx.caller?.ip ?? null, company });
  if (waitSeconds === null) return;
  throw tooMany(`${to} was sent ${throttles.mailbox.points} mails within an hour.`, waitSeconds);
}
