import { beforeEach, describe, expect, it } from "vitest";
import { throttles } from "@/lib/accounts/auth/throttle";
import { answerStopMails } from "@/lib/api/answer-stop-mails";
import { routes } from "@/lib/api/routes";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnectionSchema } from "@/lib/connections/schema";
import { findStopLink } from "@/lib/diagnosis/find-stop-link";
import { sendInstructions } from "@/lib/diagnosis/send-instructions";
import { shareTenantHeader } from "@/lib/kernel/site-headers";
import type { Mail } from "@/lib/platform/ports/mailer";
import type { TestTenant } from "@/lib/runtime/testing/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { createTestUser, signedInHeaders } from "@/lib/runtime/testing/sessions";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, service, tenant, other } = setUpWorld({
  ports: () => ({
    mailer: {
      assertReady() {},
      send: async (mail) => {
        if (failing) throw new Error("no mail server");
        mails.push(mail);
      },
    },
  }),
});
let mails: Mail[];
let failing: boolean;
let count = 0;
type Person = { email: string; headers: Record<string, string> };
let owner: Person;

async function join({ tenantId }: TestTenant): Promise<Person> {
  const user = await createTestUser(service, { tenantId, role: "owner" });
  return { ...user, headers: await signedInHeaders(service, user.userId) };
}

beforeEach(async () => {
  mails = [];
  failing = false;
  await database.prisma.rateLimiterFlexible.deleteMany();
  world.delegate("acme.test", ["ns1.provider.test", "ns2.provider.test"]);
  owner = await join(tenant);
});

async function connect(of: TestTenant = tenant): Promise<string> {
  count += 1;
  const input = { applicationId: of.applicationId, hostname: `shop${count}.acme.test` };
  return (await createConnection(of.ctx, createConnectionSchema.parse(input))).id;
}

const send = (id: string, body: object, person = owner) =>
  callRoute(routes.sendInstructions, null, { params: { id }, body, headers: person.headers });
const codeOf = ({ status, json }: { status: number; json: { error?: { code: string } } }) => json.error?.code ?? status;
const stopTokenOf = (mail: Mail | undefined) => mail?.stopUrl?.split("/").at(-1) ?? "";
const stop = (token: string, body = "", headers: Record<string, string> = {}) =>
  answerStopMails(new Request("https://app.example.com/x", { method: "POST", body, headers }), { token });

describe("instructions by mail", () => {
  it("go to one recipient with a link of their own, in the company's name, with replies to the sender", async () => {
    await database.prisma.brand.create({
      data: { tenantId: tenant.tenantId, displayName: "Acme Shops", updatedAt: service.now() },
    });
    const id = await connect();
    const { status, json } = await send(id, { to: "it@customer.test", note: "Thanks! See evil.test" });
    expect(status).toBe(201);
    expect(json).toMatchObject({ mailed_to: "it@customer.test", connection_id: id, first_opened_at: null });
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail).toMatchObject({ to: "it@customer.test", replyTo: owner.email, senderName: "Acme Shops via Latchkey" });
    expect(mail?.text).toContain(json.url);
    expect(mail?.text).toContain("> Thanks! See evil[.]test");
    expect(mail?.text).toContain("_customdomain-challenge");
    const events = (await callRoute(routes.listEvents, null, { params: { id }, headers: owner.headers })).json.data;
    expect(events[0]).toMatchObject({
      type: "connection.instructions_sent",
      data: { recipient: "it@customer.test", link_id: json.id },
    });
    const audit = await database.prisma.auditEntry.findFirstOrThrow({ where: { action: "share_link.mailed" } });
    expect(audit.data).toMatchObject({ to: "it@customer.test", connectionId: id });
  });

  it("are in the language that is asked for, and in no language that we do not have", async () => {
    const id = await connect();
    await send(id, { to: "it@customer.test", locale: "ar" });
    expect(mails[0]?.html).toContain('<html lang="ar" dir="rtl">');
    expect(mails[0]?.text).toMatch(/^مرحبًا،\n/);
    expect(codeOf(await send(id, { to: "it@customer.test", locale: "tlh" }))).toBe("invalid");
    expect(mails).toHaveLength(1);
  });

  it("reply to the company's own address where a key sends them", async () => {
    await database.prisma.brand.create({
      data: { tenantId: tenant.tenantId, helpUrl: "mailto:help@acme.test", updatedAt: service.now() },
    });
    const id = await connect();
    await sendInstructions(tenant.ctx, { id, to: "it@customer.test" });
    expect(mails[0]).toMatchObject({ replyTo: "help@acme.test" });
  });

  it.each([
    { to: "it@customer.test, x@customer.test" },
    { to: "it@customer.test\r\nBcc: x@customer.test" },
    { to: ["it@customer.test"] },
    { to: "customer.test" },
    { to: "it@customer.test", note: "x".repeat(501) },
    { to: "it@customer.test", subject: "Win a prize" },
    { to: "it@customer.test", html: "<b>" },
  ])("refuse %j", async (body) => {
    expect((await send(await connect(), body)).status).toBe(400);
    expect(mails).toEqual([]);
  });

  it("are of the company's own connections, and of those where something is to be done", async () => {
    const theirs = await connect(other);
    expect(codeOf(await send(theirs, { to: "it@customer.test" }))).toBe("not_found");
    const over = await connect();
    await archiveConnection(tenant.ctx, { id: over });
    expect(codeOf(await send(over, { to: "it@customer.test" }))).toBe("invalid_state");
    const input = {
      applicationId: tenant.applicationId,
      hostname: "spam.acme.test",
      dnsRecords: [{ host: "{{hostname}}", type: "TXT", value: "Win at https://evil.test" }],
    };
    const spam = await createConnection(tenant.ctx, createConnectionSchema.parse(input));
    expect(codeOf(await send(spam.id, { to: "it@customer.test" }))).toBe("invalid_state");
    expect(mails).toEqual([]);
  });

  it("are few: for a recipient of a company, and for a company", async () => {
    const id = await connect();
    const { points } = throttles.instructRecipient;
    const answers = [];
    // Hours apart, so that the limit of the mailbox for all companies is not the one that is met.
    for (let sent = 0; sent <= points; sent += 1) {
      answers.push(codeOf(await send(id, { to: `it+${sent}@customer.test` })));
      await database.prisma.rateLimiterFlexible.deleteMany({ where: { key: { startsWith: "mailbox:" } } });
    }
    expect(answers).toEqual([...Array(points).fill(201), "rate_limited"]);
    const outsider = await join(other);
    expect(codeOf(await send(await connect(other), { to: "it@customer.test" }, outsider))).toBe(201);
    await database.prisma.rateLimiterFlexible.updateMany({
      where: { key: { startsWith: "instructTenant:" } },
      data: { points: throttles.instructTenant.points },
    });
    expect(codeOf(await send(id, { to: "somebody@else.test" }))).toBe("rate_limited");
    expect(mails).toHaveLength(points + 1);
  });

  it("that could not be sent are in no timeline", async () => {
    const id = await connect();
    failing = true;
    expect((await send(id, { to: "it@customer.test" })).status).toBe(500);
    const types = await database.prisma.event.findMany({ where: { connectionId: id }, select: { type: true } });
    expect(types.map(({ type }) => type)).not.toContain("connection.instructions_sent");
  });
});

describe("a recipient who wants no more", () => {
  it("gets none of that company at that mailbox, and those of others", async () => {
    const id = await connect();
    await send(id, { to: "it@customer.test" });
    const token = stopTokenOf(mails[0]);
    expect((await findStopLink(service, { token }))?.isStopped).toBe(false);
    expect((await stop(token)).status).toBe(303);
    expect((await stop(token)).status).toBe(303);
    expect((await findStopLink(service, { token }))?.isStopped).toBe(true);
    for (const to of ["it@customer.test", "IT+x@Customer.test"]) {
      expect(codeOf(await send(id, { to }))).toBe("invalid_state");
    }
    expect(codeOf(await send(id, { to: "ops@customer.test" }))).toBe(201);
    expect(codeOf(await send(await connect(other), { to: "it@customer.test" }, await join(other)))).toBe(201);
    const [row] = await database.prisma.mailSuppression.findMany();
    expect(JSON.stringify(row)).not.toContain("customer.test");
  });

  it("may say so from the mail program, with an expired link, and with no other link", async () => {
    const id = await connect();
    await send(id, { to: "it@customer.test" });
    const token = stopTokenOf(mails[0]);
    expect((await stop("unknown")).status).toBe(404);
    expect((await stop(token, "", { [shareTenantHeader]: other.tenantId })).status).toBe(404);
    world.advance(90 * 86_400_000);
    const answer = await stop(token, "List-Unsubscribe=One-Click");
    expect([answer.status, answer.headers.get("location")]).toEqual([200, null]);
    expect((await findStopLink(service, { token }))?.isStopped).toBe(true);
  });
});
