import { type Client, type StartedSession, startSession } from "@/lib/accounts/auth/start-session";
import { addCompany } from "@/lib/accounts/tenants/add-company";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { cutAt, toOneLine } from "@/lib/kernel/one-line";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** A person as an identity provider describes them. */
export type ProviderAccount = {
  provider: "github" | "google";
  providerAccountId: string;
  /** Only an address that the provider has verified. */
  verifiedEmail: string | null;
  name: string;
};

/**
 * Signs in a person whom a provider has authenticated. An unknown provider account belongs to the person with the same
 * address, if both sides have verified it: otherwise anyone who registered another person's address first would share
 * their account.
 * @throws Refusal forbidden, invalid_state
 */
export async function signInWithAccount(
  service: ServiceContext,
  account: ProviderAccount,
  client: Client,
): Promise<StartedSession> {
  const { provider, providerAccountId } = account;
  return inTransaction(service, async (tx) => {
    const known = await tx.oauthAccount.findUnique({
      where: { provider_providerAccountId: { provider, providerAccountId } },
    });
    if (known) return startSession(service, tx, known.userId, client);
    const email = account.verifiedEmail?.toLowerCase();
    if (!email)
      throw new Refusal("forbidden", "That account has no verified email address. Verify it there first.", {
        details: { reason: "email_unverified" },
      });
    const user = await tx.user.findUnique({ where: { email } });
    if (user && user.emailVerifiedAt === null) {
      const text = `There is an account for ${email} that was never confirmed. Use “Forgot password” to take it over.`;
      throw new Refusal("invalid_state", text, { details: { reason: "account_unconfirmed" } });
    }
    const userId = user?.id ?? (await createUser(service, tx, email, account.name));
    await tx.oauthAccount.create({ data: { provider, providerAccountId, userId, createdAt: service.now() } });
    return startSession(service, tx, userId, client);
  });
}

/** An invited person gets no company of their own. */
async function createUser(service: ServiceContext, tx: Tx, email: string, name: string): Promise<string> {
  const createdAt = service.now();
  const invitation = await tx.invitation.findFirst({
    where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: createdAt } },
  });
  if (!invitation && service.policy.signUp === "invited") {
    throw new Refusal("forbidden", "Signing up is by invitation here. Ask an owner or admin of your company for one.", {
      details: { reason: "invitation_needed" },
    });
  }
  const id = newId(createdAt);
  const shortName = toOneLine(name, 120);
  await tx.user.create({ data: { id, email, name: shortName, emailVerifiedAt: createdAt, createdAt } });
  if (!invitation) await addCompany(service, tx, { name: shortName || cutAt(email, 120), ownerId: id });
  return id;
}
