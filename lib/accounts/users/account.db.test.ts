import { beforeEach, describe, expect, it } from "vitest";
import { throttles } from "@/lib/accounts/auth/throttle";
import { makeStaff } from "@/lib/accounts/users/make-staff";
import { requestPasswordReset } from "@/lib/accounts/users/request-password-reset";
import { resetPassword } from "@/lib/accounts/users/reset-password";
import { sendFirstPassword } from "@/lib/accounts/users/send-first-password";
import { signInWithPassword } from "@/lib/accounts/users/sign-in-with-password";
import { listConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { routes } from "@/lib/api/routes";
import { listConnections } from "@/lib/connections/list-connections";
import { createNoMailer } from "@/lib/platform/mail/no-mailer";
import { createSandboxMailer } from "@/lib/platform/mail/sandbox-mailer";
import type { Actor } from "@/lib/platform/ports/context";
import type { Mail } from "@/lib/platform/ports/mailer";
import { callRoute, installTestRuntime } from "@/lib/runtime/testing/runtime";
import { createTestUser, signedInHeaders, testClient, testPassword } from "@/lib/runtime/testing/sessions";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, service, tenant } = setUpWorld({
  ports: () => ({ mailer: { assertReady() {}, send: async (mail) => void mails.push(mail) } }),
});
let mails: Mail[];

beforeEach(async () => {
  mails = [];
});

async function signedIn(options: Parameters<typeof createTestUser>[1] = {}) {
  const user = await createTestUser(service, { tenantId: tenant.tenantId, ...options });
  return { ...user, headers: await signedInHeaders(service, user.userId) };
}

describe("one's own account", () => {
  it("says who is signed in, in which company, and nothing secret", async () => {
    const { userId, email, headers } = await signedIn({ role: "member" });
    const { json } = await callRoute(routes.getSession, null, { headers });
    expect(json).toMatchObject({
      user: { id: userId, email, email_verified: true, has_password: true },
      tenant: { id: tenant.tenantId },
      role: "member",
      scopes: ["connections:read", "connections:write", "usage:read"],
      memberships: [{ tenant_id: tenant.tenantId, role: "member" }],
      is_staff: false,
    });
    expect(JSON.stringify(json)).not.toContain("scrypt");
  });

  it("changes its password with the current one, ends the other browsers, keeps this one, and sends a mail", async () => {
    const { userId, email, headers } = await signedIn();
    const elsewhere = await signedInHeaders(service, userId);
    const patch = (body: object) => callRoute(routes.updateUser, null, { method: "PATCH", headers, body });
    const password = "another good password";
    expect((await patch({ password })).json.error.param).toBe("current_password");
    expect((await patch({ password, current_password: "wrong" })).json.error.param).toBe("current_password");
    expect((await patch({ password: "short", current_password: testPassword })).json.error.param).toBe("password");
    expect((await patch({ password, current_password: testPassword })).status).toBe(200);
    expect((await callRoute(routes.getSession, null, { headers })).status).toBe(200);
    expect((await callRoute(routes.getSession, null, { headers: elsewhere })).status).toBe(401);
    await expect(signInWithPassword(service, { email, password }, testClient)).resolves.toBeTruthy();
    expect(mails).toMatchObject([{ to: email, subject: "Your password was changed" }]);
  });

  it("cannot have its password guessed through a stolen session", async () => {
    const { headers } = await signedIn();
    const body = { password: "another good password", current_password: "wrong" };
    const codes = [];
    for (let index = 0; index <= throttles.signInAccount.points; index += 1) {
      codes.push((await callRoute(routes.updateUser, null, { method: "PATCH", headers, body })).json.error.code);
    }
    expect(new Set(codes.slice(0, -1))).toEqual(new Set(["invalid"]));
    expect(codes.at(-1)).toBe("rate_limited");
  });

  it("changes its name", async () => {
    const { headers } = await signedIn();
    const { json } = await callRoute(routes.updateUser, null, { method: "PATCH", headers, body: { name: "  Ada " } });
    expect(json.user.name).toBe("Ada");
  });
});

describe("one's browsers", () => {
  it("are listed with where they are, and ended one by one or all the others", async () => {
    const { userId, headers } = await signedIn();
    const [second, third] = [await signedInHeaders(service, userId), await signedInHeaders(service, userId)];
    const { data } = (await callRoute(routes.listDevices, null, { headers: second })).json;
    expect(data.length).toBe(3);
    const current = data.filter((device: { is_current: boolean }) => device.is_current);
    expect(current).toMatchObject([{ ip: testClient.ip, user_agent: testClient.userAgent }]);
    const end = { method: "DELETE", headers, params: { id: current[0].id } };
    expect((await callRoute(routes.endDevice, null, end)).status).toBe(200);
    expect((await callRoute(routes.getSession, null, { headers: second })).status).toBe(401);
    expect((await callRoute(routes.endDevice, null, end)).status).toBe(404);
    expect((await callRoute(routes.endOtherDevices, null, { method: "DELETE", headers })).json).toEqual({ ended: 1 });
    expect((await callRoute(routes.getSession, null, { headers: third })).status).toBe(401);
    expect((await callRoute(routes.getSession, null, { headers })).status).toBe(200);
  });

  it("of somebody else are not there, even in the same company", async () => {
    const [one, two] = [await signedIn(), await signedIn()];
    const { data } = (await callRoute(routes.listDevices, null, { headers: two.headers })).json;
    const answer = await callRoute(routes.endDevice, null, {
      method: "DELETE",
      headers: one.headers,
      params: { id: data[0].id },
    });
    expect(answer.status).toBe(404);
    expect((await callRoute(routes.getSession, null, { headers: two.headers })).status).toBe(200);
  });
});

describe("the cookie", () => {
  it("acts on /v1 as the person, from our own pages only", async () => {
    const { userId, headers } = await signedIn();
    let actor: Actor | undefined;
    const route = handle(listConnectionsEndpoint, async (ctx, input) => {
      actor = ctx.actor;
      return listConnections(ctx, input);
    });
    expect((await callRoute(route, null, { headers })).status).toBe(200);
    expect(actor).toMatchObject({ kind: "user", userId, role: "owner" });
    const crossSite = { ...headers, "sec-fetch-site": "cross-site" };
    expect((await callRoute(route, null, { headers: crossSite })).status).toBe(403);
    const { origin: _, ...withoutOrigin } = headers;
    const change = { method: "PATCH", body: { name: "x" } };
    expect((await callRoute(routes.updateUser, null, { ...change, headers: withoutOrigin })).status).toBe(403);
    expect(
      (await callRoute(routes.updateUser, null, { ...change, headers: { ...headers, origin: "https://evil.example" } }))
        .status,
    ).toBe(403);
    expect((await callRoute(routes.updateUser, null, { ...change, headers })).status).toBe(200);
  });

  it("is counted against the rate limit by browser", async () => {
    const { userId, headers } = await signedIn();
    const another = await signedInHeaders(service, userId);
    installTestRuntime(service, { apiRateLimit: 1 });
    const statuses = [];
    for (const each of [headers, headers, another])
      statuses.push((await callRoute(routes.getSession, null, { headers: each })).status);
    expect(statuses).toEqual([200, 429, 200]);
  });

  it("of who is a member of nothing opens nothing but their own account", async () => {
    const user = await createTestUser(service);
    const headers = await signedInHeaders(service, user.userId);
    const route = handle(listConnectionsEndpoint, listConnections);
    expect((await callRoute(route, null, { headers })).json.error.code).toBe("forbidden");
    expect((await callRoute(routes.getSession, null, { headers })).json).toMatchObject({
      tenant: null,
      role: null,
      scopes: [],
    });
  });

  it("opens what is for support staff to staff alone: for everybody else it does not exist", async () => {
    const endpoint = { ...listConnectionsEndpoint, scope: null, caller: "staff" as const };
    let actor: Actor | undefined;
    const route = handle(endpoint, async (ctx, input) => {
      actor = ctx.actor;
      return listConnections(ctx, input);
    });
    const person = await signedIn();
    expect((await callRoute(route, null, { headers: person.headers })).status).toBe(404);
    await makeStaff(service, { email: person.email });
    expect((await callRoute(route, null, { headers: person.headers })).status).toBe(200);
    expect(actor).toMatchObject({ kind: "staff", userId: person.userId });
  });
});

describe("an operator", () => {
  it("gets a link for the first owner, good for a day, with or without a mail server", async () => {
    const { email } = await createTestUser(service, { password: null });
    const lines: unknown[] = [];
    const log = { debug() {}, info() {}, warn: (line: unknown) => lines.push(line), error() {} };
    const silent = { ...service, mailer: createNoMailer(log) };
    for (const [on, mailed] of [
      [service, true],
      [silent, false],
    ] as const) {
      const link = await sendFirstPassword(on, { email, company: "Acme" });
      expect(link).toEqual({
        url: expect.stringMatching(/^https:\/\/app\.example\.com\/reset-password\/[\w-]{43}$/),
        mailed,
      });
      const token = link.url.split("/").at(-1) ?? "";
      await expect(resetPassword(on, { token, password: testPassword }, testClient)).resolves.toEqual({ email });
    }
    expect(mails[0]).toMatchObject({ to: email, subject: "Your account for Acme" });
    expect(JSON.stringify(lines)).not.toContain("reset-password");
  });

  it("without a mail server, features that need a mail say so, and no link is logged", async () => {
    const lines: unknown[] = [];
    const log = { debug() {}, info() {}, warn: (...line: unknown[]) => lines.push(line), error() {} };
    const mailer = createNoMailer(log);
    const asked = requestPasswordReset({ ...service, mailer }, { email: "a@example.com" }, testClient);
    await expect(asked).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("SMTP_URL") });
    await expect(mailer.send({ to: "a", subject: "s", text: "the-secret-link" })).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(JSON.stringify(lines)).not.toContain("the-secret-link");
  });
});

it("keeps the sandbox's mails where its page finds them", async () => {
  const mailer = createSandboxMailer(database, service.now);
  await mailer.send({ to: "a@example.com", subject: "Hello", text: "Text" });
  expect(await database.prisma.sandboxMail.findFirst()).toMatchObject({
    recipient: "a@example.com",
    subject: "Hello",
    text: "Text",
  });
});
