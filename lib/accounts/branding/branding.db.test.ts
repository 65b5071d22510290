import { beforeEach, describe, expect, it } from "vitest";
import { answerLogo } from "@/lib/api/answer-logo";
import { routes } from "@/lib/api/routes";
import type { Role } from "@/lib/kernel/roles";
import { callRoute, type TestCall, type TestRoute } from "@/lib/runtime/testing/runtime";
import { createTestUser, signedInHeaders } from "@/lib/runtime/testing/sessions";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, service, tenant, other } = setUpWorld();
type Person = { headers: Record<string, string> };
let owner: Person;
let member: Person;
let outsider: Person;

async function join(tenantId: string, role: Role): Promise<Person> {
  const { userId } = await createTestUser(service, { tenantId, role });
  return { headers: await signedInHeaders(service, userId) };
}

beforeEach(async () => {
  owner = await join(tenant.tenantId, "owner");
  member = await join(tenant.tenantId, "member");
  outsider = await join(other.tenantId, "owner");
});

const as = ({ headers }: Person, route: TestRoute, call: TestCall = {}) => callRoute(route, null, { ...call, headers });
const get = async (person: Person) => (await as(person, routes.getBranding)).json;
const patch = (person: Person, body: object) => as(person, routes.updateBranding, { method: "PATCH", body });
const putLogo = (person: Person, bytes: Buffer) =>
  as(person, routes.putLogo, { method: "PUT", body: { data: bytes.toString("base64") } });
const logoAt = (url: string) =>
  answerLogo(new Request("https://app.example.com/x"), { hash: url.split("/").at(-1) ?? "" });

/** A PNG by its header, with this many bytes after it. */
function png(width: number, height: number, more = 20): Buffer {
  const header = Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", "latin1");
  const size = Buffer.alloc(13 + more);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([header, size]);
}

describe("branding", () => {
  it("has defaults, changes what is given, and goes back to them", async () => {
    expect((await get(owner)).brand).toEqual({
      name: "Test",
      logo_url: null,
      color: null,
      help_url: null,
      powered_by: true,
      link_origin: null,
    });
    const changed = await patch(owner, {
      display_name: "Acme Shops",
      color: "#1F4FD8",
      help_url: "mailto:help@acme.test",
    });
    expect(changed.json.brand).toMatchObject({
      name: "Acme Shops",
      color: "#1f4fd8",
      help_url: "mailto:help@acme.test",
    });
    expect((await patch(owner, { display_name: null })).json.brand).toMatchObject({ name: "Test", color: "#1f4fd8" });
    const entries = await database.prisma.auditEntry.findMany({ where: { action: "branding.updated" } });
    expect(entries.map(({ data }) => Object.keys((data as { changes: object }).changes).sort())).toEqual([
      ["color", "displayName", "helpUrl"],
      ["displayName"],
    ]);
    await patch(owner, { color: "#1f4fd8" });
    expect(await database.prisma.auditEntry.count({ where: { action: "branding.updated" } })).toBe(2);
  });

  it("is the company's own: members read it, and another company neither sees nor changes it", async () => {
    await patch(owner, { display_name: "Acme Shops" });
    await putLogo(owner, png(10, 10));
    expect((await get(member)).display_name).toBe("Acme Shops");
    for (const route of [routes.updateBranding, routes.putLogo, routes.deleteLogo, routes.clearShareHostname]) {
      expect((await as(member, route, { method: "PATCH", body: {} })).status).toBe(403);
    }
    expect(await get(outsider)).toMatchObject({ display_name: null, logo: null, hostname: null });
    await patch(outsider, { display_name: "Theirs" });
    await as(outsider, routes.deleteLogo, { method: "DELETE" });
    expect(await get(owner)).toMatchObject({ display_name: "Acme Shops", logo: { width: 10 } });
  });

  it.each([
    { color: "red" },
    { color: "#12345" },
    { color: "#123456; background: url(x)" },
    { help_url: "javascript:alert(1)" },
    { help_url: "http://example.com" },
    { display_name: "https://evil.test" },
    { display_name: "\u202egpj.exe" },
    { display_name: " " },
    { plan: "pro" },
  ])("refuses %j", async (body) => {
    expect((await patch(owner, body)).status).toBe(400);
  });

  it("hides “Powered by” where the plan allows it, and shows it again when the plan does not", async () => {
    const setPlan = (plan: string) => database.prisma.tenant.update({ where: { id: tenant.tenantId }, data: { plan } });
    await setPlan("free");
    const refused = await patch(owner, { hide_powered_by: true });
    expect(refused.json.error).toMatchObject({
      code: "forbidden",
      param: "hide_powered_by",
      details: { plan: "free", needed_plan: "pro", upgrade_url: "https://app.example.com/usage" },
    });
    await setPlan("pro");
    expect((await patch(owner, { hide_powered_by: true })).json.brand.powered_by).toBe(false);
    await setPlan("free");
    expect(await get(owner)).toMatchObject({ hide_powered_by: true, brand: { powered_by: true } });
    expect((await patch(owner, { display_name: "Still works" })).status).toBe(200);
    expect((await patch(owner, { hide_powered_by: false })).status).toBe(200);
  });
});

describe("a logo", () => {
  it("is served by its hash, as what its bytes are, for good; the one before is gone", async () => {
    const { json } = await putLogo(owner, png(320, 80));
    expect(json.logo).toMatchObject({ media_type: "image/png", width: 320, height: 80, size_bytes: 49 });
    const answer = await logoAt(json.logo.url);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png(320, 80));
    expect((await putLogo(owner, png(320, 80))).json.logo.url).toBe(json.logo.url);
    const next = (await putLogo(owner, png(20, 20))).json.logo.url;
    expect(next).not.toBe(json.logo.url);
    expect((await logoAt(json.logo.url)).status).toBe(404);
    // The same image of another company has another name.
    expect((await putLogo(outsider, png(20, 20))).json.logo.url).not.toBe(next);
    await as(owner, routes.deleteLogo, { method: "DELETE" });
    expect((await logoAt(next)).status).toBe(404);
    expect((await get(owner)).logo).toBeNull();
    for (const hash of ["x", "../x", "0".repeat(64)]) expect((await logoAt(hash)).status).toBe(404);
  });

  it.each([
    ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ["HTML", Buffer.from("<!doctype html><script>alert(1)</script>".padEnd(100))],
    ["nothing", Buffer.alloc(0)],
    ["one that is too wide", png(2_001, 10)],
    ["one that is too large", png(10, 10, 200_000)],
  ])("is not %s", async (_name, bytes) => {
    expect((await putLogo(owner, bytes)).status).toBe(400);
    expect((await get(owner)).logo).toBeNull();
  });

  it("may have as many bytes and pixels as documented", async () => {
    expect((await putLogo(owner, png(2_000, 2_000, 200_000 - 29))).status).toBe(200);
  });
});
