import { beforeEach, describe, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { isWithin, type Throttle, throttles } from "@/lib/accounts/auth/throttle";
import { removeMember } from "@/lib/accounts/tenants/remove-member";
import { updateMember } from "@/lib/accounts/tenants/update-member";
import { requestPasswordReset } from "@/lib/accounts/users/request-password-reset";
import { signUp } from "@/lib/accounts/users/sign-up";
import { forms } from "@/lib/api/forms";
import { routes } from "@/lib/api/routes";
import type { Role } from "@/lib/kernel/roles";
import { onBehalfOf } from "@/lib/platform/ports/context";
import type { Mail } from "@/lib/platform/ports/mailer";
import { createTestTenant } from "@/lib/runtime/testing/context";
import { callRoute, type TestCall, type TestRoute } from "@/lib/runtime/testing/runtime";
import { createTestUser, signedInHeaders, testClient, testPassword } from "@/lib/runtime/testing/sessions";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, service, tenant } = setUpWorld({
  ports: () => ({ mailer: { assertReady() {}, send: async (mail) => void mails.push(mail) } }),
});
let mails: Mail[];

type Person = { userId: string; email: string; headers: Record<string, string> };
let owner: Person;
let admin: Person;
let member: Person;

beforeEach(async () => {
  mails = [];
  owner = await join("owner");
  admin = await join("admin");
  member = await join("member");
});

async function join(role: Role, tenantId = tenant.tenantId): Promise<Person> {
  const user = await createTestUser(service, { tenantId, role });
  return { ...user, headers: await signedInHeaders(service, user.userId) };
}

const as = (person: Person, route: TestRoute, call: TestCall = {}) =>
  callRoute(route, null, { ...call, headers: person.headers });
const setRole = (person: Person, whom: Person, role: Role) =>
  as(person, routes.updateMember, { method: "PATCH", params: { user_id: whom.userId }, body: { role } });
const remove = (person: Person, whom: Person) =>
  as(person, routes.removeMember, { method: "DELETE", params: { user_id: whom.userId } });
const invite = (person: Person, email: string, role = "member") =>
  as(person, routes.createInvitation, { body: { email, role } });
const tokenIn = (mail: Mail | undefined) => /\/invitations\/([\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
const codeOf = (answer: { status: number; json: { error?: { code: string } } }) =>
  answer.json.error?.code ?? answer.status;

describe("a role", () => {
  it("decides what a signed-in person may do: a member makes no keys, no webhooks, and does not see the team", async () => {
    const key = { params: { id: tenant.applicationId }, body: { name: "k", scopes: ["connections:read"] } };
    const hook = { body: { url: "https://hooks.example.net/x", environment: "live" } };
    const table = [
      [routes.createKey, key, [201, 201, "forbidden"]],
      [routes.createWebhookEndpoint, hook, [201, 201, "forbidden"]],
      [routes.listMembers, {}, [200, 200, "forbidden"]],
      [routes.getTenant, {}, [200, 200, 200]],
      [routes.updateTenant, { method: "PATCH", body: { name: "New name" } }, [200, 200, "forbidden"]],
      [routes.changePlan, { body: { plan: "free" } }, [200, "forbidden", "forbidden"]],
    ] as const;
    for (const [route, call, expected] of table) {
      const answers = [];
      for (const person of [owner, admin, member]) answers.push(codeOf(await as(person, route as TestRoute, call)));
      expect(answers).toEqual(expected);
    }
  });

  it("holds from the next request on", async () => {
    expect((await setRole(owner, admin, "member")).status).toBe(200);
    expect(codeOf(await as(admin, routes.listMembers))).toBe("forbidden");
    const entry = await database.prisma.auditEntry.findFirstOrThrow({
      where: { tenantId: tenant.tenantId, action: "member.updated" },
    });
    expect(entry).toMatchObject({ actor: `user:${owner.userId}`, targetId: admin.userId });
  });

  it("of owner is given, changed and taken by owners alone", async () => {
    expect(codeOf(await setRole(admin, member, "admin"))).toBe(200);
    expect(codeOf(await setRole(admin, admin, "owner"))).toBe("forbidden");
    expect(codeOf(await setRole(admin, owner, "member"))).toBe("forbidden");
    expect(codeOf(await remove(admin, owner))).toBe("forbidden");
    expect(codeOf(await setRole(owner, admin, "owner"))).toBe(200);
    expect(codeOf(await remove(admin, owner))).toBe(200);
    expect(codeOf(await as(owner, routes.listMembers))).toBe("forbidden");
  });

  it("of the last owner stays, also when two owners give it up at once", async () => {
    expect(codeOf(await setRole(owner, owner, "admin"))).toBe("invalid_state");
    expect(codeOf(await remove(owner, owner))).toBe("invalid_state");
    const second = await join("owner");
    const outcomes = await Promise.all([remove(owner, owner), remove(second, second)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 409]);
    const left = await database.prisma.membership.count({ where: { tenantId: tenant.tenantId, role: "owner" } });
    expect(left).toBe(1);
  });

  it("of any kind may be given up: who leaves sees another of their companies, or none; the last owner stays", async () => {
    const leave = (person: Person) => as(person, routes.leaveTenant, { method: "DELETE" });
    const elsewhere = await createTestTenant(service);
    const { tenantId } = elsewhere;
    const second = { tenantId, userId: member.userId, role: "owner" as const, createdAt: world.service.now() };
    await database.prisma.membership.create({ data: second });
    await as(member, routes.switchTenant, { body: { tenant_id: tenant.tenantId } });
    expect((await leave(member)).json).toMatchObject({ tenant: { id: tenantId }, role: "owner" });
    expect(codeOf(await leave(member))).toBe("invalid_state");
    expect((await leave(admin)).json).toMatchObject({ tenant: null, role: null, memberships: [] });
    expect(codeOf(await leave(admin))).toBe("not_found");
    expect(codeOf(await leave(owner))).toBe("invalid_state");
    const left = await database.prisma.membership.findMany({ where: { tenantId: tenant.tenantId } });
    expect(left.map(({ userId }) => userId)).toEqual([owner.userId]);
    const entries = await database.prisma.auditEntry.findMany({
      where: { tenantId: tenant.tenantId, action: "member.left" },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ actor, targetId }) => [actor, targetId])).toEqual(
      [member, admin].map(({ userId }) => [`user:${userId}`, userId]),
    );
  });

  it("that was lost a moment ago is not used any more: the team is locked before it is read", async () => {
    const { userId } = admin;
    const stale = { kind: "user", userId, sessionId: "s", role: "owner" } as const;
    const ctx = onBehalfOf(service, tenant.tenantId, stale);
    await expect(updateMember(ctx, { userId: owner.userId, role: "member" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(removeMember(ctx, { userId: owner.userId })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("an API key with apps:admin", () => {
  const mint = async (environment: "live" | "test") => {
    const { ctx, tenantId } = tenant;
    const own = await createTestTenant(service, { environment });
    await database.prisma.application.update({ where: { id: own.applicationId }, data: { tenantId } });
    const on = onBehalfOf(ctx, tenantId, { kind: "admin" });
    return (await createKey(on, { id: own.applicationId, name: "k", scopes: ["apps:admin"] })).secret;
  };

  it("invites and removes members, and touches no owner", async () => {
    const key = await mint("live");
    expect((await callRoute(routes.createInvitation, key, { body: { email: "kim@example.net" } })).status).toBe(201);
    const change = (whom: Person, role: Role) =>
      callRoute(routes.updateMember, key, { method: "PATCH", params: { user_id: whom.userId }, body: { role } });
    expect((await change(member, "admin")).status).toBe(200);
    expect(codeOf(await change(member, "owner"))).toBe("forbidden");
    expect(codeOf(await change(owner, "member"))).toBe("forbidden");
  });

  it("of the test environment does nothing to the team", async () => {
    const key = await mint("test");
    expect(codeOf(await callRoute(routes.listMembers, key))).toBe("forbidden");
    expect(codeOf(await callRoute(routes.createInvitation, key, { body: { email: "kim@example.net" } }))).toBe(
      "forbidden",
    );
    expect(mails).toEqual([]);
  });
});

describe("an invitation", () => {
  const accept = (token: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
    callRoute(forms["accept-invitation"], null, {
      body: { token, ...more },
      headers: { origin: "https://app.example.com", "sec-fetch-site": "same-origin", ...headers },
    });

  it("makes an account for who has none: the link has confirmed the address", async () => {
    await invite(admin, "New@Example.net", "admin");
    expect(mails).toMatchObject([{ to: "new@example.net", subject: "Join Test on Latchkey" }]);
    const token = tokenIn(mails[0]);
    expect((await accept(token)).json.error.param).toBe("password");
    const answer = await accept(token, { password: testPassword, name: "New" });
    expect([answer.status, answer.json]).toEqual([200, { email: "new@example.net", needs_sign_in: true }]);
    const user = await database.prisma.user.findUniqueOrThrow({
      where: { email: "new@example.net" },
      include: { memberships: true },
    });
    expect(user.emailVerifiedAt).not.toBeNull();
    expect(user.memberships).toMatchObject([{ tenantId: tenant.tenantId, role: "admin" }]);
    expect((await accept(token, { password: testPassword })).json.error.code).toBe("token_expired");
  });

  it("is accepted by who has an account only when signed in with it, and then their browser shows the company", async () => {
    const elsewhere = await createTestTenant(service);
    const guest = await join("owner", elsewhere.tenantId);
    await invite(owner, guest.email);
    const token = tokenIn(mails[0]);
    expect((await accept(token, { password: "another person's password" })).json.error.code).toBe("unauthorized");
    expect((await accept(token, {}, member.headers)).json.error.code).toBe("forbidden");
    expect((await accept(token, {}, guest.headers)).json).toEqual({ email: guest.email, needs_sign_in: false });
    const { json } = await as(guest, routes.getSession);
    expect([json.tenant.id, json.role, json.memberships.length]).toEqual([tenant.tenantId, "member", 2]);
  });

  it("ends when it is taken back, sent again, or a week old", async () => {
    const first = await invite(owner, "a@example.net");
    await as(owner, routes.revokeInvitation, { method: "DELETE", params: { id: first.json.id } });
    await invite(owner, "b@example.net");
    await invite(owner, "b@example.net");
    const [taken, old, current] = mails.map(tokenIn);
    const password = testPassword;
    for (const token of [taken, old])
      expect((await accept(token ?? "", { password })).json.error.code).toBe("token_expired");
    expect((await as(owner, routes.listInvitations)).json.data.length).toBe(1);
    world.advance(7 * 86_400_000);
    expect((await accept(current ?? "", { password })).json.error.code).toBe("token_expired");
    expect(await database.prisma.user.count({ where: { email: { in: ["a@example.net", "b@example.net"] } } })).toBe(0);
  });

  it("is not sent to a member, never makes an owner, and its link is stored as a hash", async () => {
    expect(codeOf(await invite(owner, member.email))).toBe("invalid_state");
    expect((await invite(owner, "c@example.net", "owner")).json.error.param).toBe("role");
    const { json } = await invite(owner, "c@example.net");
    const row = await database.prisma.invitation.findUniqueOrThrow({ where: { id: json.id } });
    const token = tokenIn(mails[0]);
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect(JSON.stringify([row, json])).not.toContain(token);
  });
});

describe("invitations of one mailbox", () => {
  beforeEach(() => database.prisma.rateLimiterFlexible.deleteMany());

  const hourPasses = () => database.prisma.rateLimiterFlexible.updateMany({ data: { expire: new Date(0) } });
  const inviteAs = (person: Person, email: string, headers: Record<string, string>) =>
    callRoute(routes.createInvitation, null, { body: { email }, headers: { ...person.headers, ...headers } });

  it("are three an hour: the fourth says how long to wait, writes nothing, and an hour later it is sent", async () => {
    for (let index = 0; index < 3; index += 1) expect((await invite(owner, "e@example.net")).status).toBe(201);
    const before = await database.prisma.invitation.findMany({ where: { tenantId: tenant.tenantId } });
    const fourth = await invite(owner, "E@example.net");
    expect([fourth.status, codeOf(fourth)]).toEqual([429, "rate_limited"]);
    expect(fourth.json.error.details.retry_after_seconds).toBeGreaterThan(3_500);
    expect(Number(fourth.headers.get("retry-after"))).toBe(fourth.json.error.details.retry_after_seconds);
    expect(await database.prisma.invitation.findMany({ where: { tenantId: tenant.tenantId } })).toEqual(before);
    expect(mails).toHaveLength(3);
    await hourPasses();
    expect((await invite(owner, "e@example.net")).status).toBe(201);
  });

  it("are three of twenty-five at once, by whichever spelling and company", async () => {
    const other = await createTestTenant(service);
    const outsider = await join("owner", other.tenantId);
    const spellings = ["f@example.net", "F@Example.net", "f+a@example.net", "f+b+c@example.net"];
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, index) =>
        invite(index % 2 ? outsider : owner, spellings[index % spellings.length] ?? ""),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(3).fill(201), ...Array(22).fill(429)]);
    expect(mails).toHaveLength(3);
    const text = "SELECT count(*)::int AS count FROM invitations WHERE email LIKE 'f%@example.net'";
    expect(await database.prisma.$queryRawUnsafe(text)).toEqual([{ count: 3 }]);
  });

  it("share their limit with what forms send there", async () => {
    await signUp(service, { email: "g@example.net", password: testPassword, name: "", companyName: "G" }, testClient);
    await requestPasswordReset(service, { email: "g@example.net" }, testClient);
    expect((await invite(owner, "g@example.net")).status).toBe(201);
    expect(codeOf(await invite(owner, "g@example.net"))).toBe("rate_limited");
  });

  it("are not counted where nothing is sent: to a member, and a request that is replayed", async () => {
    for (let index = 0; index < 5; index += 1) expect(codeOf(await invite(owner, member.email))).toBe("invalid_state");
    const keyed = await Promise.all(
      Array.from({ length: 8 }, () => inviteAs(owner, "h@example.net", { "idempotency-key": "once" })),
    );
    expect(keyed.map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect(mails).toHaveLength(1);
  });

  it("are a hundred a day for a company, a hundred an hour for an address, and bounded in all", async () => {
    const messageOf = (answer: { json: { error: { message: string } } }) => answer.json.error.message;
    const use = async (throttle: Throttle, subject: string) => {
      for (let used = 1; used < throttles[throttle].points; used += 1) await isWithin(service, throttle, subject);
    };
    const outsider = await join("owner", (await createTestTenant(service)).tenantId);
    await use("inviteTenant", tenant.tenantId);
    expect((await invite(owner, "i@example.net")).status).toBe(201);
    expect(messageOf(await invite(owner, "j@example.net"))).toContain("100 invitations within a day");
    expect((await invite(outsider, "j@example.net")).status).toBe(201);
    const far = { "x-forwarded-for": "203.0.113.77" };
    await use("inviteAddress", "203.0.113.77");
    expect((await inviteAs(outsider, "k@example.net", far)).status).toBe(201);
    expect(messageOf(await inviteAs(outsider, "l@example.net", far))).toContain("from your address");
    const before = service.policy.mailsPerHour;
    service.policy.mailsPerHour = 4;
    expect((await invite(outsider, "l@example.net")).status).toBe(201);
    const last = await invite(outsider, "m@example.net");
    service.policy.mailsPerHour = before;
    expect(messageOf(last)).toContain("This installation has sent all mails");
    expect(service.memory.mails).toMatchObject({ tenant_limit: 1, address_limit: 1, installation_limit: 1 });
    expect(mails.map(({ to }) => to.charAt(0))).toEqual(["i", "j", "k", "l"]);
  });
});

describe("another tenant", () => {
  it("sees and changes none of it: members and invitations are 404", async () => {
    const other = await createTestTenant(service);
    const outsider = await join("owner", other.tenantId);
    const { json: invitation } = await invite(owner, "d@example.net");
    expect(codeOf(await setRole(outsider, member, "owner"))).toBe("not_found");
    expect(codeOf(await remove(outsider, member))).toBe("not_found");
    const taken = await as(outsider, routes.revokeInvitation, { method: "DELETE", params: { id: invitation.id } });
    expect(codeOf(taken)).toBe("not_found");
    expect((await as(outsider, routes.listInvitations)).json.data).toEqual([]);
    const { data } = (await as(outsider, routes.listMembers)).json;
    expect(data.map(({ user_id }: { user_id: string }) => user_id)).toEqual([outsider.userId]);
  });

  it("is switched to by its members only", async () => {
    const other = await createTestTenant(service);
    const to = (person: Person) => as(person, routes.switchTenant, { body: { tenant_id: other.tenantId } });
    expect(codeOf(await to(owner))).toBe("not_found");
    const { tenantId } = other;
    const membership = { tenantId, userId: owner.userId, role: "member" as const, createdAt: world.service.now() };
    await database.prisma.membership.create({ data: membership });
    expect((await to(owner)).json).toMatchObject({ tenant: { id: tenantId }, role: "member" });
    expect((await as(owner, routes.getSession)).json).toMatchObject({ tenant: { id: tenantId }, role: "member" });
    expect(codeOf(await as(owner, routes.listMembers))).toBe("forbidden");
    await database.prisma.membership.delete({ where: { tenantId_userId: { tenantId, userId: owner.userId } } });
    expect((await as(owner, routes.getSession)).json).toMatchObject({ tenant: { id: tenant.tenantId }, role: "owner" });
  });
});
