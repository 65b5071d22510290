import { type FoundSession, findSession } from "@/lib/accounts/auth/find-session";
import { assertGoodPassword } from "@/lib/accounts/auth/password-policy";
import type { AcceptInvitationInput } from "@/lib/accounts/auth/schema";
import { setSessionTenant } from "@/lib/accounts/auth/set-session-tenant";
import type { Client } from "@/lib/accounts/auth/start-session";
import type { Invitation } from "@/lib/db/generated/client";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

export type AcceptedInvitation = {
  email: string;
  /** Whether the browser has to sign in, with the password that was just set. */
  needsSignIn: boolean;
};

/**
 * Makes the invited person a member. A person with an account must be signed in with it; one without gets an account, whose
 * address the link itself has confirmed.
 * @throws Refusal token_expired, unauthorized (sign in first), forbidden (signed in as somebody else), invalid
 */
export async function acceptInvitation(
  service: ServiceContext,
  input: AcceptInvitationInput,
  client: Client,
  headers: Headers,
): Promise<AcceptedInvitation> {
  const invited = await findInvitation(service, input.token);
  if (!invited) throw invitationOver();
  const session = await findSession(service, headers, client.ip);
  const { email } = invited.invitation;
  if (session && session.user.email !== email) {
    throw new Refusal("forbidden", `This invitation is for ${email}. Sign out, and open the link again.`);
  }
  if (!session && invited.hasAccount) {
    throw new Refusal("unauthorized", `You already have an account. Sign in as ${email}, and open the link again.`);
  }
  const passwordHash = session ? null : await hashNewPassword(service, email, input.password);
  await inTransaction(service, async (tx) => {
    const invitation = await consumeInvitation(service, tx, input.token);
    const userId = session?.user.id ?? (await confirmUser(service, tx, email, passwordHash, input.name));
    await join(service, tx, invitation, userId, session, client);
  });
  return { email, needsSignIn: session === null };
}

/** For the page that shows the invitation; null: used, revoked or expired. */
export async function findInvitation(
  service: ServiceContext,
  token: string,
): Promise<{ invitation: Invitation; company: string; hasAccount: boolean } | null> {
  const { prisma } = service.database;
  const invitation = await prisma.invitation.findUnique({
    where: { tokenHash: hashSecret(token), acceptedAt: null, revokedAt: null, expiresAt: { gt: service.now() } },
  });
  if (!invitation) return null;
  const [tenant, account] = await Promise.all([
    prisma.tenant.findUniqueOrThrow({ where: { id: invitation.tenantId } }),
    prisma.user.count({ where: { email: invitation.email, emailVerifiedAt: { not: null } } }),
  ]);
  return { invitation, company: tenant.name, hasAccount: account > 0 };
}

async function hashNewPassword(service: ServiceContext, email: string, password: string | undefined): Promise<string> {
  if (password === undefined) throw new Refusal("invalid", "Choose a password.", { param: "password" });
  await assertGoodPassword(password, email);
  return service.passwords.hash(password);
}

async function consumeInvitation(service: ServiceContext, tx: Tx, token: string): Promise<Invitation> {
  const now = service.now();
  const [invitation] = await tx.invitation.updateManyAndReturn({
    where: { tokenHash: hashSecret(token), acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now },
  });
  if (!invitation) throw invitationOver();
  return invitation;
}

/** An unconfirmed account belongs to the reader of the mailbox: its password is replaced. */
async function confirmUser(
  service: ServiceContext,
  tx: Tx,
  email: string,
  passwordHash: string | null,
  name: string | undefined,
): Promise<string> {
  const now = service.now();
  const data = { passwordHash, emailVerifiedAt: now, ...(name ? { name } : {}) };
  const { id } = await tx.user.upsert({
    where: { email, emailVerifiedAt: null },
    create: { id: newId(now), email, createdAt: now, ...data },
    update: data,
  });
  return id;
}

async function join(
  service: ServiceContext,
  tx: Tx,
  { id, tenantId, role, email }: Invitation,
  userId: string,
  session: FoundSession | null,
  client: Client,
): Promise<void> {
  const key = { tenantId, userId };
  // A person who became a member in the meantime keeps their role.
  await tx.membership.upsert({
    where: { tenantId_userId: key },
    create: { ...key, role, createdAt: service.now() },
    update: {},
  });
  if (session) await setSessionTenant(tx, session.row.id, tenantId);
  const actor = { kind: "user" as const, userId, sessionId: session?.row.id ?? id, role };
  const ctx = { ...onBehalfOf(service, tenantId, actor), caller: client };
  await recordAudit(ctx, tx, "invitation.accepted", id, { email, role });
}

function invitationOver(): Refusal {
  return new Refusal("token_expired", "This invitation was used, revoked, or has expired. Ask for a new one.");
}
