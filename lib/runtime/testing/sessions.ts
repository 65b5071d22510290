import { startSession } from "@/lib/accounts/auth/start-session";
import { inTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import type { Role } from "@/lib/kernel/roles";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { testAppUrl } from "@/lib/runtime/testing/context";

export const testPassword = "correct horse battery staple";

let count = 0;

/** A confirmed user, and a member of `tenantId` with `role` if one is given. */
export async function createTestUser(
  service: ServiceContext,
  options: { tenantId?: string; role?: Role; isStaff?: boolean; email?: string; password?: string | null } = {},
): Promise<{ userId: string; email: string }> {
  const { prisma } = service.database;
  const createdAt = service.now();
  count += 1;
  const userId = newId(createdAt);
  const email = options.email ?? `person-${count}-${userId.slice(-6)}@example.com`;
  const { password = testPassword } = options;
  const passwordHash = password === null ? null : await service.passwords.hash(password);
  await prisma.user.create({
    data: { id: userId, email, passwordHash, isStaff: options.isStaff ?? false, emailVerifiedAt: createdAt, createdAt },
  });
  if (options.tenantId) {
    const { tenantId, role = "owner" } = options;
    await prisma.membership.create({ data: { tenantId, userId, role, createdAt } });
  }
  return { userId, email };
}

export const testClient = { ip: "203.0.113.9", userAgent: "A browser", requestId: "request" };

/** The headers of a signed-in browser on one of our pages. */
export async function signedInHeaders(service: ServiceContext, userId: string): Promise<Record<string, string>> {
  const { sessionId } = await inTransaction(service, (tx) => startSession(service, tx, userId, testClient));
  return cookieHeaders(service, sessionId);
}

export async function cookieHeaders(service: ServiceContext, sessionId: string): Promise<Record<string, string>> {
  const cookie = `theme=dark; ${service.sessions.name}=${await service.sessions.encrypt(sessionId)}`;
  return { cookie, origin: testAppUrl, "sec-fetch-site": "same-origin" };
}
