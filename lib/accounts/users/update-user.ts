import { endSessions } from "@/lib/accounts/auth/end-sessions";
import { assertGoodPassword } from "@/lib/accounts/auth/password-policy";
import { countTry, forgetTries } from "@/lib/accounts/auth/throttle";
import { getOwnSession, toSessionResource } from "@/lib/accounts/users/get-session";
import type { SessionResource, UpdateUserInput } from "@/lib/accounts/users/schema";
import type { User } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { passwordChangedMail } from "@/lib/platform/mail/mails";
import { postMail } from "@/lib/platform/mail/post-mail";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Changes the caller's name or password, or ends their hints. A new password ends every other session.
 * @throws Refusal invalid (of `password` or `current_password`), rate_limited
 */
export async function updateUser(ctx: Context, input: UpdateUserInput): Promise<SessionResource> {
  const found = await getOwnSession(ctx);
  const { user, row } = found;
  const { name, password, tourEnded } = input;
  if (password !== undefined) await assertMaySet(ctx, user, password, input.currentPassword);
  if (password !== undefined) await countTry(ctx, "passwordChange", user.id);
  const passwordHash = password === undefined ? undefined : await ctx.passwords.hash(password);
  const updated = await inTransaction(ctx, async (tx) => {
    const changed = await tx.user.update({
      where: { id: user.id },
      data: {
        ...(name === undefined ? {} : { name }),
        ...(passwordHash === undefined ? {} : { passwordHash }),
        ...(tourEnded && user.tourEndedAt === null ? { tourEndedAt: ctx.now() } : {}),
      },
    });
    if (name !== undefined && name !== user.name) await recordAudit(ctx, tx, "user.updated", user.id, { name });
    if (passwordHash !== undefined) {
      const ended = await endSessions(ctx, tx, { userId: user.id, except: row.id });
      await recordAudit(ctx, tx, "user.password_changed", user.id, { ended });
    }
    return changed;
  });
  // A thief must not change a password unnoticed; setting a first one is no change.
  if (passwordHash !== undefined && user.passwordHash !== null) {
    postMail(ctx, passwordChangedMail(ctx.policy.appUrl, user.email));
  }
  return toSessionResource({ ...found, user: updated });
}

async function assertMaySet(ctx: Context, user: User, password: string, current: string | undefined): Promise<void> {
  await assertGoodPassword(password, user.email);
  if (user.passwordHash === null) return;
  if (current === undefined) {
    throw new Refusal("invalid", "Enter your current password.", { param: "current_password" });
  }
  await countTry(ctx, "signInAccount", user.email);
  if (!(await ctx.passwords.verify(user.passwordHash, current))) {
    throw new Refusal("invalid", "This is not your current password.", { param: "current_password" });
  }
  await forgetTries(ctx, "signInAccount", user.email);
}
