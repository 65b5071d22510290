import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { findSession } from "@/lib/accounts/auth/find-session";
import { sessionLifeMs } from "@/lib/accounts/auth/session-policy";
import { sweepSignIn } from "@/lib/accounts/auth/sweep-sign-in";
import { countTry, isWithin, throttles } from "@/lib/accounts/auth/throttle";
import { requestPasswordReset } from "@/lib/accounts/users/request-password-reset";
import { resetPassword } from "@/lib/accounts/users/reset-password";
import { signInWithAccount } from "@/lib/accounts/users/sign-in-with-account";
import { signInWithPassword } from "@/lib/accounts/users/sign-in-with-password";
import { signUp } from "@/lib/accounts/users/sign-up";
import { forms } from "@/lib/api/forms";
import { routes } from "@/lib/api/routes";
import type { Mail } from "@/lib/platform/ports/mailer";
import { createTestService } from "@/lib/runtime/testing/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import {
  cookieHeaders,
  createTestUser,
  signedInHeaders,
  testClient,
  testPassword,
} from "@/lib/runtime/testing/sessions";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, service, tenant } = setUpWorld({
  ports: ({ passwords }) => ({
    mailer: { assertReady() {}, send: async (mail) => void mails.push(mail) },
    passwords: {
      hash: (password) => passwords.hash(password),
      verify(stored, password) {
        verified.push(stored);
        return passwords.verify(stored, password);
      },
    },
  }),
});
let mails: Mail[];
let verified: (string | null)[];

beforeEach(async () => {
  await database.prisma.rateLimiterFlexible.deleteMany();
  mails = [];
  verified = [];
});

const tokenIn = (mail: Mail | undefined) =>
  /\/(?:verify-email|reset-password)\/([\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
const signIn = (email: string, password = testPassword, token?: string) =>
  signInWithPassword(service, { email, password, ...(token ? { token } : {}) }, testClient);
const count = () => database.prisma.userSession.count();

const freshEmail = () => `fresh-${randomUUID().slice(0, 8)}@example.com`;

describe("a password", () => {
  it("signs in, and the session says where from", async () => {
    const { email, userId } = await createTestUser(service, { tenantId: tenant.tenantId });
    const { sessionId } = await signIn(email);
    const row = await database.prisma.userSession.findUniqueOrThrow({ where: { id: sessionId } });
    expect(row).toMatchObject({ userId, tenantId: tenant.tenantId, ip: testClient.ip, userAgent: "A browser" });
    const entry = await database.prisma.auditEntry.findFirstOrThrow({ where: { targetId: sessionId } });
    expect([entry.action, entry.actor]).toEqual(["session.started", `user:${userId}`]);
  });

  it("that is wrong, and an address that nobody has, are the same answer after the same work", async () => {
    const { email } = await createTestUser(service);
    const noPassword = await createTestUser(service, { password: null });
    const answers = [];
    for (const address of [email, "nobody@example.com", noPassword.email]) {
      answers.push(await signIn(address, "wrong").catch(({ code, message }) => ({ code, message })));
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: "unauthorized" });
    expect(verified.map((stored) => stored === null)).toEqual([false, true, true]);
  });

  it("may be guessed ten times in a quarter of an hour, by whichever instance, and the right one waits too", async () => {
    const { email } = await createTestUser(service);
    const other = await createTestUser(service);
    const instances = [service, createTestService(database)];
    const { points } = throttles.signInAccount;
    for (let index = 0; index < points; index += 1) {
      const instance = instances[index % 2] ?? service;
      const tried = signInWithPassword(
        instance,
        { email, password: "wrong" },
        { ...testClient, ip: `203.0.113.${index}` },
      );
      await expect(tried).rejects.toMatchObject({ code: "unauthorized" });
    }
    const before = verified.length;
    await expect(signIn(email)).rejects.toMatchObject({
      code: "rate_limited",
      details: { retryAfterSeconds: expect.any(Number) },
    });
    expect(verified.length).toBe(before);
    await expect(signIn(other.email)).resolves.toBeTruthy();
  });

  it("counts anew after the right one", async () => {
    const { email } = await createTestUser(service);
    for (let round = 0; round < 3; round += 1) {
      for (let index = 1; index < throttles.signInAccount.points; index += 1)
        await signIn(email, "wrong").catch(() => null);
      await expect(signIn(email)).resolves.toBeTruthy();
    }
  });

  it("is tried fifty times from one address, whomever it tries; a whole IPv6 network is one address", async () => {
    const { points } = throttles.signInAddress;
    for (let index = 0; index < points; index += 1) {
      expect(await isWithin(service, "signInAddress", `2001:db8:1:2::${index.toString(16)}`)).toBe(true);
    }
    const { email } = await createTestUser(service);
    const from = (ip: string) => signInWithPassword(service, { email, password: testPassword }, { ...testClient, ip });
    await expect(from("2001:db8:1:2:ffff::1")).rejects.toMatchObject({ code: "rate_limited" });
    await expect(from("2001:db8:1:3::1")).resolves.toBeTruthy();
  });

  it("counts attempts from an unknown address together, because no address must not mean no limit", async () => {
    const attempt = () => countTry(service, "mailAddress", null);
    for (let index = 0; index < throttles.mailAddress.points; index += 1) await attempt();
    await expect(attempt()).rejects.toMatchObject({ code: "rate_limited" });
    await expect(countTry(service, "mailAddress", testClient.ip)).resolves.toBeUndefined();
  });

  it("writes neither addresses nor mailboxes into the counts", async () => {
    await signIn("somebody@example.com", "wrong").catch(() => null);
    const keys = (await database.prisma.rateLimiterFlexible.findMany()).map(({ key }) => key).join(" ");
    expect(keys).toMatch(/^signIn\w+:[0-9a-f]{64} signIn\w+:[0-9a-f]{64}$/);
  });
});

describe("signing up", () => {
  const form = (email: string) => ({ email, password: testPassword, name: "Ada", companyName: "Analytical Engines" });

  it("makes a company with an application to begin with, and its owner, who confirms the address by the mailed link and the password", async () => {
    const email = freshEmail();
    expect(await signUp(service, form(email), testClient)).toEqual({ email });
    expect(mails).toMatchObject([{ to: email, subject: "Confirm your address" }]);
    const token = tokenIn(mails[0]);
    await expect(signIn(email, "wrong", token)).rejects.toMatchObject({ code: "unauthorized" });
    const { userId } = await signIn(email, testPassword, token);
    const [membership] = await database.prisma.membership.findMany({ where: { userId }, include: { tenant: true } });
    expect([membership?.role, membership?.tenant.name, membership?.tenant.plan]).toEqual([
      "owner",
      "Analytical Engines",
      "free",
    ]);
    await expect(signIn(email)).resolves.toMatchObject({ userId });
    const applications = await database.prisma.application.findMany({
      where: { tenantId: membership?.tenantId ?? "" },
    });
    expect(applications).toMatchObject([{ name: "Analytical Engines", environment: "test", upstream: null }]);
  });

  it("lets nobody in before that, and sends another link to who knows the password", async () => {
    const email = freshEmail();
    await signUp(service, form(email), testClient);
    const before = await count();
    await expect(signIn(email)).rejects.toMatchObject({ code: "invalid_state" });
    expect(await count()).toBe(before);
    expect(mails.map(({ subject }) => subject)).toEqual(["Confirm your address", "Confirm your address"]);
    await expect(signIn(email, testPassword, tokenIn(mails[1]))).resolves.toBeTruthy();
  });

  it("takes a link once, for a day, and for its own address only", async () => {
    const [one, two] = [freshEmail(), freshEmail()];
    await signUp(service, form(one), testClient);
    await signUp(service, form(two), testClient);
    await expect(signIn(two, testPassword, tokenIn(mails[0]))).rejects.toMatchObject({ code: "token_expired" });
    world.advance(24 * 3_600_000 + 1);
    await expect(signIn(one, testPassword, tokenIn(mails[0]))).rejects.toMatchObject({ code: "token_expired" });
    expect(await database.prisma.user.count({ where: { email: { in: [one, two] }, emailVerifiedAt: null } })).toBe(2);
  });

  it("answers the same for an address that is known; only its mailbox receives that", async () => {
    const { email, userId } = await createTestUser(service);
    const before = await database.prisma.user.findUniqueOrThrow({ where: { id: userId } });
    expect(await signUp(service, form(email), testClient)).toEqual({ email });
    expect(mails).toMatchObject([{ to: email, subject: "You already have an account" }]);
    expect(await database.prisma.user.findUniqueOrThrow({ where: { id: userId } })).toEqual(before);
  });

  it("of another person in my name can be neither confirmed by me nor used by them", async () => {
    const email = freshEmail();
    await signUp(service, { ...form(email), password: "the other person's own words" }, testClient);
    const othersLink = tokenIn(mails[0]);
    await signUp(service, form(email), testClient);
    await expect(signIn(email, "the other person's own words", othersLink)).rejects.toMatchObject({
      code: "unauthorized",
    });
    await expect(signIn(email, testPassword, tokenIn(mails[1]))).resolves.toBeTruthy();
    const owned = await database.prisma.membership.count({ where: { user: { email } } });
    expect(owned).toBe(1);
  });

  it("stops mailing one mailbox after three mails in an hour, and does not say so", async () => {
    const email = freshEmail();
    for (let index = 0; index < 5; index += 1)
      expect(await signUp(service, form(email), testClient)).toEqual({ email });
    expect(mails.length).toBe(throttles.mailbox.points);
  });

  it("refuses weak passwords, and everyone where it is by invitation", async () => {
    const weak = signUp(service, { ...form(freshEmail()), password: "1qaz2wsx3edc4rfv" }, testClient);
    await expect(weak).rejects.toMatchObject({ code: "invalid", param: "password" });
    const closed = { ...service, policy: { ...service.policy, signUp: "invited" as const } };
    await expect(signUp(closed, form(freshEmail()), testClient)).rejects.toMatchObject({ code: "forbidden" });
    expect(mails).toEqual([]);
  });
});

describe("a forgotten password", () => {
  it("is replaced by the link once, within the hour, and every session ends", async () => {
    const { email, userId } = await createTestUser(service, { tenantId: tenant.tenantId });
    const headers = await signedInHeaders(service, userId);
    await requestPasswordReset(service, { email }, testClient);
    const token = tokenIn(mails[0]);
    await expect(resetPassword(service, { token, password: "another good password" }, testClient)).resolves.toEqual({
      email,
    });
    expect((await callRoute(routes.listConnections, null, { headers })).status).toBe(401);
    await expect(signIn(email)).rejects.toMatchObject({ code: "unauthorized" });
    await expect(signIn(email, "another good password")).resolves.toBeTruthy();
    const again = resetPassword(service, { token, password: "yet another password" }, testClient);
    await expect(again).rejects.toMatchObject({ code: "token_expired" });
    expect(mails.at(-1)).toMatchObject({ to: email, subject: "Your password was changed" });
  });

  it("of two uses of a link at one moment one wins; an older link ends with it", async () => {
    const { email } = await createTestUser(service);
    await requestPasswordReset(service, { email }, testClient);
    await requestPasswordReset(service, { email }, testClient);
    const [first, second] = [tokenIn(mails[0]), tokenIn(mails[1])];
    const set = (token: string, password: string) => resetPassword(service, { token, password }, testClient);
    const outcomes = await Promise.allSettled([
      set(second, "one of two passwords"),
      set(second, "two of two passwords"),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(set(first, "the older link's word")).rejects.toMatchObject({ code: "token_expired" });
  });

  it("expires after an hour, and is stored as a hash", async () => {
    const { email } = await createTestUser(service);
    await requestPasswordReset(service, { email }, testClient);
    const token = tokenIn(mails[0]);
    const rows = JSON.stringify(await database.prisma.mailToken.findMany({ where: { email } }));
    expect(rows).not.toContain(token);
    world.advance(3_600_001);
    const late = resetPassword(service, { token, password: "another good password" }, testClient);
    await expect(late).rejects.toMatchObject({ code: "token_expired" });
  });

  it("is the same answer and work for an unknown address, without a mail", async () => {
    const email = freshEmail();
    expect(await requestPasswordReset(service, { email }, testClient)).toEqual({ email });
    expect(mails).toEqual([]);
    expect(await database.prisma.mailToken.count({ where: { email } })).toBe(1);
  });

  it("is asked for from our own pages only", async () => {
    const { status, json } = await callRoute(forms["reset-password"], null, {
      body: { token: "t".repeat(43), password: testPassword },
      headers: { origin: "https://evil.example" },
    });
    expect([status, json.error.code]).toEqual([403, "forbidden"]);
  });
});

describe("a session", () => {
  it("that was ended is refused on the next request", async () => {
    const { userId } = await createTestUser(service, { tenantId: tenant.tenantId });
    const headers = await signedInHeaders(service, userId);
    expect((await callRoute(routes.getSession, null, { headers })).status).toBe(200);
    await database.prisma.userSession.updateMany({ where: { userId }, data: { revokedAt: world.service.now() } });
    const { status, json } = await callRoute(routes.getSession, null, { headers });
    expect([status, json.error.code]).toEqual([401, "unauthorized"]);
  });

  it("goes on for thirty days after its last use, which is written once a minute", async () => {
    const { userId } = await createTestUser(service);
    const headers = new Headers(await signedInHeaders(service, userId));
    const started = await findSession(service, headers);
    world.advance(59_000);
    expect((await findSession(service, headers))?.row.lastSeenAt).toEqual(started?.row.lastSeenAt);
    world.advance(1_000);
    await findSession(service, headers, "198.51.100.7");
    const seen = await database.prisma.userSession.findUniqueOrThrow({ where: { id: started?.row.id ?? "" } });
    expect(seen).toMatchObject({ lastSeenAt: world.service.now(), ip: "198.51.100.7" });
    world.advance(sessionLifeMs - 1);
    expect(await findSession(service, headers)).not.toBeNull();
    world.advance(sessionLifeMs);
    expect(await findSession(service, headers)).toBeNull();
  });

  it("with a cookie of ours for a session that never was is none", async () => {
    const headers = await cookieHeaders(service, "019aa6c4-0000-7000-8000-000000000000");
    expect((await callRoute(routes.getSession, null, { headers })).status).toBe(401);
  });

  it("is swept a month after its end, and what goes on is not", async () => {
    const { userId } = await createTestUser(service);
    await signedInHeaders(service, userId);
    expect(await sweepSignIn(service)).toBeGreaterThanOrEqual(0);
    expect(await database.prisma.userSession.count({ where: { userId } })).toBe(1);
    world.advance(2 * sessionLifeMs + 1);
    await sweepSignIn(service);
    expect(await database.prisma.userSession.count({ where: { userId } })).toBe(0);
  });
});

describe("an account elsewhere", () => {
  const account = (verifiedEmail: string | null) => ({
    provider: "github" as const,
    providerAccountId: randomUUID(),
    verifiedEmail,
    name: "Ada",
  });

  it("belongs to the person with the same address, if both are verified, and stays theirs", async () => {
    const { email, userId } = await createTestUser(service);
    const theirs = account(email.toUpperCase());
    expect(await signInWithAccount(service, theirs, testClient)).toMatchObject({ userId });
    expect(
      await signInWithAccount(service, { ...theirs, verifiedEmail: "moved@example.com" }, testClient),
    ).toMatchObject({ userId });
  });

  it("is not let in without a verified address, nor into an account that nobody confirmed", async () => {
    await expect(signInWithAccount(service, account(null), testClient)).rejects.toMatchObject({ code: "forbidden" });
    const email = freshEmail();
    await signUp(service, { email, password: testPassword, name: "", companyName: "X" }, testClient);
    await expect(signInWithAccount(service, account(email), testClient)).rejects.toMatchObject({
      code: "invalid_state",
    });
  });

  it("of somebody new makes them an owner; where it is by invitation, only with one, and then of nothing", async () => {
    const { userId } = await signInWithAccount(service, account(freshEmail()), testClient);
    expect(await database.prisma.membership.count({ where: { userId, role: "owner" } })).toBe(1);
    const closed = { ...service, policy: { ...service.policy, signUp: "invited" as const } };
    const email = freshEmail();
    await expect(signInWithAccount(closed, account(email), testClient)).rejects.toMatchObject({
      details: { reason: "invitation_needed" },
    });
    const createdAt = world.service.now();
    const expiresAt = new Date(createdAt.getTime() + 1_000);
    const { tenantId } = tenant;
    await database.prisma.invitation.create({
      data: {
        id: tenantId,
        tenantId,
        email,
        role: "member",
        tokenHash: tenantId,
        invitedBy: "admin",
        expiresAt,
        createdAt,
      },
    });
    const invited = await signInWithAccount(closed, account(email), testClient);
    expect(await database.prisma.membership.count({ where: { userId: invited.userId } })).toBe(0);
  });
});
