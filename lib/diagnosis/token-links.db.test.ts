import { beforeEach, describe, expect, it } from "vitest";
import { throttles } from "@/lib/accounts/auth/throttle";
import { createToken } from "@/lib/accounts/tokens/create-token";
import { routes } from "@/lib/api/routes";
import { createConnection } from "@/lib/connections/create-connection";
import { listEvents } from "@/lib/connections/list-events";
import { createShareLink } from "@/lib/diagnosis/create-share-link";
import { noteSharedOpening } from "@/lib/diagnosis/note-shared-opening";
import { sendInstructions } from "@/lib/diagnosis/send-instructions";
import { onBehalfOf } from "@/lib/platform/ports/context";
import type { Mail } from "@/lib/platform/ports/mailer";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, service, tenant } = setUpWorld({
  ports: () => ({ mailer: { assertReady() {}, send: async (mail) => void mails.push(mail) } }),
});
let mails: Mail[];
let names = 0;
let recipients = 0;

beforeEach(async () => {
  mails = [];
  await database.prisma.rateLimiterFlexible.deleteMany();
  world.delegate("acme.test", ["ns1.provider.test", "ns2.provider.test"]);
});

const connect = () =>
  createConnection(tenant.ctx, {
    applicationId: tenant.applicationId,
    hostname: `shop${++names}.acme.test`,
    setupType: "manual",
  });

async function mint(domain?: string): Promise<string> {
  const ctx = onBehalfOf(service, tenant.tenantId, { kind: "admin" });
  return (await createToken(ctx, { applicationId: tenant.applicationId, domain })).authToken;
}

const link = (token: string, id: string, body: object = {}) =>
  callRoute(routes.createShareLink, token, { params: { id }, body });
/** Each to a mailbox of its own, so that no other limit is met. */
const send = (token: string, id: string, body: object = {}) =>
  callRoute(routes.sendInstructions, token, {
    params: { id },
    body: { to: `it${++recipients}@customer.test`, ...body },
  });

const eventsOf = async (id: string) =>
  (await listEvents(tenant.ctx, { id, limit: 100 })).data
    .filter(({ type }) => /share_link|instructions/.test(type))
    .map(({ type, actor, data }) => [type, actor, data]);

describe("links by a widget token", () => {
  it("are made for the visitor's colleague, and no more is read with the token", async () => {
    const { id, hostname } = await connect();
    const token = await mint(hostname);
    const { status, json } = await link(token, id, { locale: "pt-BR" });
    expect(status).toBe(201);
    expect(json.url).toMatch(/^https:\/\/app\.example\.com\/connect\/[\w-]+\?locale=pt-BR$/);
    expect(json).toMatchObject({ connection_id: id, mailed_to: null, created_by: `widget:${tenant.applicationId}` });
    const listed = await callRoute(routes.listShareLinks, token, { params: { id } });
    const revoked = await callRoute(routes.revokeShareLink, token, {
      method: "DELETE",
      params: { id, link_id: json.id },
    });
    expect([listed.status, revoked.status]).toEqual([403, 403]);
    expect((await link(token, id, { locale: "xx" })).status).toBe(400);
  });

  it("are ten for each token, on whichever connections", async () => {
    const [one, two] = [await connect(), await connect()];
    const token = await mint();
    const codes = [];
    for (let made = 0; made < 12; made += 1) codes.push((await link(token, made % 2 ? one.id : two.id)).status);
    expect(codes).toEqual([...Array(10).fill(201), 429, 429]);
    const refused = await link(token, one.id);
    expect(refused.json.error).toMatchObject({
      code: "rate_limited",
      details: { retry_after_seconds: expect.any(Number) },
    });
    expect(refused.json.error.message).toMatch(/^10 links were made from this page within an hour\. Wait /);
    expect((await link(await mint(), one.id)).status).toBe(201);
    expect((await createShareLink(tenant.ctx, { id: one.id, expiresInDays: 7 })).url).toBeDefined();
  });

  it("are not counted where they are refused", async () => {
    const token = await mint();
    for (let tries = 0; tries < 12; tries += 1) {
      expect((await link(token, "019aa6c4-9f10-7b1e-8c44-2d9f6a7b3c02")).status).toBe(404);
    }
    expect((await link(token, (await connect()).id)).status).toBe(201);
  });

  it("revoke none of the company's", async () => {
    const { id } = await connect();
    const own = await createShareLink(tenant.ctx, { id, expiresInDays: 7 });
    for (let made = 0; made < 30; made += 1) {
      if (made % 10 === 0) await database.prisma.rateLimiterFlexible.deleteMany();
      world.advance(1_000);
      expect((await link(await mint(), id)).status).toBe(201);
    }
    const open = await database.prisma.shareLink.findMany({ where: { connectionId: id, revokedAt: null } });
    expect(open).toHaveLength(21);
    expect(open.map((row) => row.id)).toContain(own.id);
  });
});

describe("mails by a widget token", () => {
  it("are in the company's name, in the reader's language, and a visitor's note is not the company's", async () => {
    const { id, hostname } = await connect();
    const { status, json } = await send(await mint(hostname), id, {
      to: "it@customer.test",
      note: "Thanks, at 10:30?",
      locale: "de",
    });
    expect([status, json.mailed_to]).toEqual([201, "it@customer.test"]);
    expect(new URL(json.url).searchParams.get("locale")).toBe("de");
    expect(mails[0]?.text).toContain("\n\n> Thanks, at 10[:]30?");
    expect(mails[0]?.text).not.toMatch(/writes:|schreibt:/);
    await sendInstructions(tenant.ctx, { id, to: "ops@customer.test", note: "Thanks!" });
    expect(mails[1]?.text).toMatch(/ writes:\n> Thanks!/);
  });

  it.each(["https://evil.test", "see evil.test", "www.evil", "me@evil.test", "evil。test", "http://192.0.2.1/x"])(
    "have no note with “%s”",
    async (note) => {
      const { id } = await connect();
      const { status, json } = await send(await mint(), id, { note });
      expect([status, json.error.code, json.error.param]).toEqual([400, "invalid", "note"]);
      expect(mails).toEqual([]);
      await sendInstructions(tenant.ctx, { id, to: "it@customer.test", note });
    },
  );

  it.each(["It is 5.30 now", "e.g. on Monday.\nThanks!", "Bitte bis Freitag, danke.", "https is needed", "1.2.3"])(
    "may have the note “%s”",
    async (note) => expect((await send(await mint(), (await connect()).id, { note })).status).toBe(201),
  );

  it("are five for each token, ten a day for a connection, and use up none of the company's", async () => {
    const { id } = await connect();
    await database.prisma.rateLimiterFlexible.deleteMany();
    const codes = [];
    for (const token of [await mint(), await mint(), await mint()]) {
      for (let sent = 0; sent < 6; sent += 1) codes.push((await send(token, id)).status);
    }
    expect(codes).toEqual([...Array(5).fill(201), 429, ...Array(5).fill(201), 429, ...Array(6).fill(429)]);
    const other = await connect();
    expect((await send(await mint(), other.id)).status).toBe(201);
    await database.prisma.rateLimiterFlexible.updateMany({
      where: { key: { startsWith: "visitorTenant:" } },
      data: { points: throttles.visitorTenant.points },
    });
    expect((await send(await mint(), other.id)).json.error?.code).toBe("rate_limited");
    await sendInstructions(tenant.ctx, { id, to: "ops@customer.test" });
    expect(await database.prisma.rateLimiterFlexible.count({ where: { key: { startsWith: "instructTenant:" } } })).toBe(
      1,
    );
  });
});

it("the timeline has who was mailed, each link, and the first time that it was opened", async () => {
  const { id, hostname } = await connect();
  const made = await link(await mint(hostname), id);
  const mailed = await send(await mint(hostname), id, { to: "it@customer.test" });
  const by = `widget:${tenant.applicationId}`;
  const open = (url: string) => noteSharedOpening(service, { token: new URL(url).pathname.split("/").at(-1) ?? "" });
  for (const url of [mailed.json.url, made.json.url]) {
    for (let times = 0; times < 3; times += 1) {
      world.advance(61_000);
      await open(url);
    }
  }
  expect(await eventsOf(id)).toEqual([
    ["connection.share_link_opened", "link", { linkId: made.json.id }],
    ["connection.share_link_opened", "link", { linkId: mailed.json.id, recipient: "it@customer.test" }],
    ["connection.instructions_sent", by, { linkId: mailed.json.id, recipient: "it@customer.test" }],
    ["connection.share_link_created", by, { linkId: made.json.id }],
  ]);
  const row = await database.prisma.shareLink.findUniqueOrThrow({ where: { id: made.json.id } });
  expect(row.lastOpenedAt?.getTime()).toBeGreaterThan(row.firstOpenedAt?.getTime() ?? 0);
});

it("two browsers that open a link at once are one first time", async () => {
  const { id } = await connect();
  const { token } = await createShareLink(tenant.ctx, { id, expiresInDays: 7 });
  await Promise.all([noteSharedOpening(service, { token }), noteSharedOpening(service, { token })]);
  expect((await eventsOf(id)).map(([type]) => type)).toEqual([
    "connection.share_link_opened",
    "connection.share_link_created",
  ]);
});
