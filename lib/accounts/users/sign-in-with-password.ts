import { consumeMailToken } from "@/lib/accounts/auth/mail-token";
import type { SignInInput } from "@/lib/accounts/auth/schema";
import { type Client, type StartedSession, startSession } from "@/lib/accounts/auth/start-session";
import { countTry, forgetTries } from "@/lib/accounts/auth/throttle";
import { sendVerification } from "@/lib/accounts/users/send-verification";
import type { User } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { isRefusal, Refusal } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/platform/ports/context";

/**
 * Signs in. An unknown address and a wrong password get the same response after the same work. A person whose address is
 * unconfirmed gets another link; the link's token *and* the password confirm it, so that nobody can confirm an account
 * that somebody else created in their name.
 * @throws Refusal unauthorized, rate_limited, invalid_state (not confirmed), token_expired
 */
export async function signInWithPassword(
  service: ServiceContext,
  input: SignInInput,
  client: Client,
): Promise<StartedSession> {
  await countTry(service, "signInAddress", client.ip);
  await countTry(service, "signInAccount", input.email);
  const user = await service.database.prisma.user.findUnique({ where: { email: input.email } });
  const isRight = await service.passwords.verify(user?.passwordHash ?? null, input.password);
  if (!user || !isRight) throw new Refusal("unauthorized", "The email or the password is wrong.");
  await forgetTries(service, "signInAccount", input.email);
  if (user.emailVerifiedAt !== null) return inTransaction(service, (tx) => startSession(service, tx, user.id, client));
  if (input.token !== undefined) return confirmAndStart(service, user, input.token, client);
  await sendVerification(service, user.email, client.ip);
  throw new Refusal("invalid_state", `Confirm your address first: we have sent a link to ${user.email}.`);
}

async function confirmAndStart(
  service: ServiceContext,
  user: User,
  token: string,
  client: Client,
): Promise<StartedSession> {
  try {
    return await inTransaction(service, async (tx) => {
      const { email } = await consumeMailToken(service, tx, { purpose: "verify_email", token });
      if (email !== user.email) throw new Refusal("token_expired", "This link belongs to another address.");
      await tx.user.update({ where: { id: user.id }, data: { emailVerifiedAt: service.now() } });
      return startSession(service, tx, user.id, client);
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await sendVerification(service, user.email, client.ip);
    throw new Refusal(
      "token_expired",
      `This link was already used, or has expired. We have sent a new one to ${user.email}.`,
    );
  }
}
