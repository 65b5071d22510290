import { beforeEach, expect, it } from "vitest";
import { checkCredentials } from "@/lib/accounts/credentials/check-credentials";
import { createCredential } from "@/lib/accounts/credentials/create-credential";
import { getCredential } from "@/lib/accounts/credentials/get-credential";
import type { Mail } from "@/lib/platform/ports/mailer";
import { createTestAccounts } from "@/lib/runtime/testing/dns-accounts";
import { createTestUser } from "@/lib/runtime/testing/sessions";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const accounts = createTestAccounts();
const mails: Mail[] = [];
const { database, tenant, world, service } = setUpWorld({
  ports: () => ({
    zoneWriters: accounts.zoneWriters,
    mailer: { assertReady() {}, send: async (mail) => void mails.push(mail) },
  }),
});
const token = "pk1_0123456789abcdef_check";
const dayMs = 86_400_000;

beforeEach(async () => {
  mails.length = 0;
  await database.prisma.dnsCredential.deleteMany();
});

const store = (expiresAt: Date | null = null) =>
  createCredential(tenant.ctx, {
    ...{ id: tenant.applicationId, provider: "porkbun", label: "Shop evil.test", expiresAt },
    fields: { api_key: token, secret_api_key: "sk1_0123456789abcdef" },
  });
const get = (credentialId: string) => getCredential(tenant.ctx, { id: tenant.applicationId, credentialId });

it("once a day the zones and the error of each credential are read anew, and nothing is written", async () => {
  const account = accounts.add(token, ["acme.com"]);
  const { id } = await store();
  account.zones.set("acme.net", []);
  expect(await checkCredentials(service)).toBe(0);
  world.advance(dayMs + 1);
  account.calls.length = 0;
  expect(await checkCredentials(service)).toBe(1);
  expect(await checkCredentials(service)).toBe(0);
  expect(account.calls).toEqual(["listZones "]);
  expect(await get(id)).toMatchObject({ zones: ["acme.com", "acme.net"], probedZone: "acme.com", lastUsedAt: null });
  world.advance(dayMs + 1);
  account.faults.push({ at: "listZones", code: "credential_retired", said: "gone" });
  expect(await checkCredentials(service)).toBe(1);
  expect(await get(id)).toMatchObject({ lastError: { code: "credential_retired", said: "gone" }, zoneCount: 2 });
});

it("owners and admins are mailed 14, 3 and 1 days before the expiry, once each, and again where it changes", async () => {
  const account = accounts.add(token, ["acme.com"]);
  await createTestUser(service, { tenantId: tenant.tenantId, role: "admin", email: "admin@example.com" });
  await createTestUser(service, { tenantId: tenant.tenantId, role: "member", email: "member@example.com" });
  const after = (days: number) => new Date(world.service.now().getTime() + days * dayMs);
  await store(after(16.5));
  const mailedOn: number[] = [];
  for (let day = 1; day <= 18; day += 1) {
    world.advance(dayMs + 1);
    const before = mails.length;
    await checkCredentials(service);
    if (mails.length > before) mailedOn.push(day);
  }
  expect(mailedOn).toEqual([3, 14, 16]);
  expect(mails.map(({ to }) => to)).toEqual(Array.from({ length: 3 }, () => "admin@example.com"));
  expect(mails[0]?.text).toContain("“Shop evil[.]test” for Porkbun expires");
  account.expiresAt = after(10);
  world.advance(dayMs + 1);
  await checkCredentials(service);
  expect(mails).toHaveLength(4);
});
