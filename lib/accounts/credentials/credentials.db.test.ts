import { beforeEach, describe, expect, it, vi } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { createCredential } from "@/lib/accounts/credentials/create-credential";
import { deleteCredential } from "@/lib/accounts/credentials/delete-credential";
import { findCoveringCredential } from "@/lib/accounts/credentials/find-covering-credential";
import { findCoveringCredentials } from "@/lib/accounts/credentials/find-covering-credentials";
import { getCredential } from "@/lib/accounts/credentials/get-credential";
import { listCredentials } from "@/lib/accounts/credentials/list-credentials";
import { noteCredentialUse } from "@/lib/accounts/credentials/note-credential-use";
import { openCredential } from "@/lib/accounts/credentials/open-credential";
import { maxCredentials } from "@/lib/accounts/credentials/schema";
import { testCredential } from "@/lib/accounts/credentials/test-credential";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import { scopes } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { answerApi } from "@/lib/runtime/testing/answer-api";
import type { TestTenant } from "@/lib/runtime/testing/context";
import { testAppUrl } from "@/lib/runtime/testing/context";
import { createTestAccounts } from "@/lib/runtime/testing/dns-accounts";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const lines: string[] = [];
const write = (...args: unknown[]) => void lines.push(JSON.stringify(args));
const accounts = createTestAccounts();
const { database, tenant, other, world } = setUpWorld({
  ports: () => ({ zoneWriters: accounts.zoneWriters, log: { debug: write, info: write, warn: write, error: write } }),
});

/** Found nowhere that anybody can read. */
const marker = "pk1_marker0123456789abcdef_secret";
const marker2 = "sk1_marker9876543210fedcba_secret";
const fields = { api_key: marker, secret_api_key: marker2 };
const tokenOf = (token: string) => ({ api_key: token, secret_api_key: marker2 });

beforeEach(() => {
  lines.length = 0;
});

function store(token: string, on: TestTenant = tenant, input: { zone?: string; expiresAt?: Date } = {}) {
  const given = { id: on.applicationId, provider: "porkbun", label: `Token ${token.slice(0, 8)}`, ...input };
  return createCredential(on.ctx, { ...given, fields: tokenOf(token) });
}

describe("a credential is tried before it is stored", () => {
  it("its zones are listed, and a record is written, read and removed again", async () => {
    const account = accounts.add(marker, ["acme.com", "acme.net"]);
    account.zones.set("acme.com", [
      { name: "_latchkey-probe.acme.com", type: "TXT", ttl: 600, values: ["somebody else's"] },
    ]);
    const stored = await createCredential(tenant.ctx, {
      ...{ id: tenant.applicationId, provider: "porkbun", label: "Shop", fields },
    });
    expect(stored).toMatchObject({ zones: ["acme.com", "acme.net"], zoneCount: 2, probedZone: "acme.com" });
    expect(stored).toMatchObject({ fields: { api_key: "••••cret" }, lastError: null, lastUsedAt: null });
    expect(account.calls.filter((call) => call.startsWith("apply"))).toEqual(["apply acme.com", "apply acme.com"]);
    expect([...account.zones.values()]).toEqual([
      [{ name: "_latchkey-probe.acme.com", type: "TXT", ttl: 600, values: ["somebody else's"] }],
      [],
    ]);
  });

  it.each([
    ["listZones", "permission_missing"],
    ["apply", "gate_domain_switch"],
    ["apply", "rate_limited"],
    ["readSets", "provider_unavailable"],
  ] as const)("what fails at %s with %s is refused with the provider's words, and not stored", async (at, code) => {
    const account = accounts.add(marker, ["acme.com"]);
    account.faults.push({ at, code, said: `No, ${marker}` });
    await expect(store(marker)).rejects.toMatchObject({
      ...{ code: "provider_error", details: { providerCode: code, said: "No, …", fix: expect.any(String) } },
    });
    expect(await database.prisma.dnsCredential.count({ where: { tenantId: tenant.tenantId } })).toBe(0);
    expect(account.zones.get("acme.com")).toEqual([]);
  });

  it("a wrong token is refused without a word of it", async () => {
    const error = await store("pk1_nobody_has_this_token").catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: "provider_error", details: { providerCode: "credential_invalid" } });
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/pk1_nobody|marker98/);
  });

  it.each([
    [{ api_key: "x" }, "fields.secret_api_key"],
    [{ ...fields, colour: "red" }, "fields.colour"],
    [{ ...fields, api_key: "two\nlines" }, "fields.api_key"],
  ])("fields that are not the provider's are refused by name", async (given, param) => {
    const input = {
      id: tenant.applicationId,
      provider: "porkbun",
      label: "x",
      fields: given as Record<string, string>,
    };
    await expect(createCredential(tenant.ctx, input)).rejects.toMatchObject({ code: "invalid", param });
  });

  it("a zone that cannot be written does not hide another one that can", async () => {
    accounts.add(marker, ["acme.com", "acme.net"]).readOnly.add("acme.com");
    expect(await store(marker)).toMatchObject({ probedZone: "acme.net", zoneCount: 2 });
  });

  it("a wanted zone is the one that is tried, and must be there", async () => {
    const account = accounts.add(marker, ["acme.com", "acme.net"]);
    account.unlisted.add("acme.net");
    const stored = await store(marker, tenant, { zone: "Acme.net." });
    expect(stored).toMatchObject({ probedZone: "acme.net", zones: ["acme.com", "acme.net"], zonesComplete: false });
    await expect(store(marker, tenant, { zone: "acme.org" })).rejects.toMatchObject({
      ...{ code: "provider_error", details: { providerCode: "zone_not_here" } },
    });
  });

  it("an account without zones is stored: there is nothing to write yet", async () => {
    accounts.add(marker, []);
    expect(await store(marker)).toMatchObject({ zones: [], probedZone: null });
  });

  it("a provider that never answers is not waited for longer than 18 seconds", async () => {
    const account = accounts.add(marker, ["acme.com"]);
    account.hangs = true;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const stored = store(marker).catch((error) => error);
      // Its time limit is set by then. A database driver has timers of its own.
      await vi.waitFor(() => expect(account.calls).toHaveLength(1), { interval: 0 });
      await vi.advanceTimersByTimeAsync(18_000);
      expect(await stored).toMatchObject({ details: { providerCode: "provider_unavailable" } });
    } finally {
      vi.useRealTimers();
    }
  });

  it("a record that an earlier trial left is removed, one of a trial under way is not", async () => {
    const nowMs = world.service.now().getTime();
    const values = [`latchkey-probe ${nowMs - 7_200_000} old`, `latchkey-probe ${nowMs - 1_000} new`];
    const account = accounts.add(marker, ["acme.com"]);
    account.zones.set("acme.com", [{ name: "_latchkey-probe.acme.com", type: "TXT", ttl: 300, values }]);
    await store(marker);
    expect(account.zones.get("acme.com")?.flatMap((set) => set.values)).toEqual([values[1]]);
  });

  it("an application has at most 50, also when they are stored at the same time", async () => {
    accounts.add(marker, []);
    const one = await store(marker);
    const row = await database.prisma.dnsCredential.findUniqueOrThrow({ where: { id: one.id } });
    const { hints, ...rest } = row;
    const copies = Array.from({ length: maxCredentials - 3 }, (_, index) => ({
      ...{ ...rest, hints: hints as object, id: row.id.replace(/.{12}$/, String(100_000_000_000 + index)) },
    }));
    await database.prisma.dnsCredential.createMany({ data: copies });
    const outcomes = await Promise.allSettled([store(marker), store(marker), store(marker), store(marker)]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    await expect(store(marker)).rejects.toMatchObject({ code: "invalid_state", details: { limit: maxCredentials } });
  });
});

describe("the secret", () => {
  let bearer = "";
  beforeEach(async () => {
    const admin = onBehalfOf(tenant.ctx, tenant.tenantId, { kind: "admin" });
    bearer = (await createKey(admin, { id: tenant.applicationId, name: "k", scopes: [...scopes] })).secret;
  });

  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const request = new Request(`${testAppUrl}/v1/applications/${tenant.applicationId}/credentials${path}`, {
      ...{ method, headers: { authorization: `Bearer ${bearer}`, ...headers } },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const response = await answerApi(request);
    return { status: response.status, text: `${await response.text()} ${JSON.stringify([...response.headers])}` };
  }

  it("is in no response, log line, error, stored response or row, outside of the column where it is encrypted", async () => {
    const account = accounts.add(marker, ["acme.com"]);
    const body = { provider: "porkbun", label: "Shop", fields };
    const texts: string[] = [];
    const note = async (answer: Promise<{ status: number; text: string }>) => {
      const { status, text } = await answer;
      texts.push(text);
      return { status, text };
    };
    account.faults.push({ at: "apply", code: "permission_missing", said: `token ${marker} may not` });
    expect((await note(call("POST", "", body))).status).toBe(502);
    const once = { "idempotency-key": "store-1" };
    const created = await note(call("POST", "", body, once));
    expect(created.status).toBe(201);
    expect((await note(call("POST", "", { ...body, fields: { ...fields, colour: marker2 } }))).status).toBe(400);
    const id = /"id":"([\w-]{36})"/.exec(created.text)?.[1] ?? "";
    account.faults.push({ at: "listZones", code: "credential_invalid", said: `bad ${encodeURIComponent(marker2)}` });
    expect((await note(call("POST", `/${id}:test`, {}))).status).toBe(502);
    for (const [method, path] of [
      ["GET", ""],
      ["GET", `/${id}`],
      ["DELETE", `/${id}`],
    ] as const) {
      expect((await note(call(method, path))).status).toBe(200);
    }
    const rows = await database.prisma.$queryRawUnsafe<{ row: string }[]>(`
      SELECT to_jsonb(c)::text AS row FROM dns_credentials c UNION ALL SELECT to_jsonb(z)::text FROM dns_credential_zones z
      UNION ALL SELECT to_jsonb(a)::text FROM audit_entries a UNION ALL SELECT to_jsonb(i)::text FROM idempotency_keys i`);
    expect(rows.length).toBeGreaterThan(5);
    const everything = [...texts, ...lines, ...rows.map(({ row }) => row)].join("\n");
    expect(everything).toContain("acme.com");
    for (const secret of [marker, marker2]) {
      for (const form of [secret, Buffer.from(secret).toString("hex"), Buffer.from(secret).toString("base64")]) {
        expect(everything).not.toContain(form);
      }
    }
    expect(everything).not.toContain("marker");
  });

  it("is answered again for the same Idempotency-Key without a second trial", async () => {
    const account = accounts.add(marker, ["acme.com"]);
    const body = { provider: "porkbun", label: "Shop", fields };
    const first = await call("POST", "", body, { "idempotency-key": "a" });
    const calls = account.calls.length;
    const again = await call("POST", "", body, { "idempotency-key": "a" });
    expect([again.status, /"id":"[\w-]{36}"/.exec(again.text)?.[0]]).toEqual([
      201,
      /"id":"[\w-]{36}"/.exec(first.text)?.[0],
    ]);
    expect(account.calls).toHaveLength(calls);
  });

  it("is gone from the database once the credential is deleted, and opens nothing", async () => {
    accounts.add(marker, ["acme.com"]);
    const { id } = await store(marker);
    await deleteCredential(tenant.ctx, { id: tenant.applicationId, credentialId: id });
    const row = await database.prisma.dnsCredential.findUniqueOrThrow({ where: { id } });
    expect([row.fieldsSealed.byteLength, row.hints]).toEqual([0, {}]);
    await expect(openCredential(tenant.ctx, id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listCredentials(tenant.ctx, { id: tenant.applicationId, limit: 20 })).data).toEqual([]);
    expect(
      await findCoveringCredential(tenant.ctx, { applicationId: tenant.applicationId, hostname: "acme.com" }),
    ).toBe(null);
  });
});

describe("which credential covers a hostname", () => {
  const find = (hostname: string, prefer?: string) =>
    findCoveringCredential(tenant.ctx, { applicationId: tenant.applicationId, hostname, prefer: prefer ?? null });

  it("is the one of the closest zone, by whole labels, and never above the registrable domain", async () => {
    accounts.add("a".repeat(20), ["acme.co.uk", "co.uk", "uk"]);
    accounts.add("b".repeat(20), ["eu.acme.co.uk"]);
    const wide = await store("a".repeat(20));
    const narrow = await store("b".repeat(20));
    const zoneOf = async (hostname: string) => {
      const found = await find(hostname);
      return found && [found.id === narrow.id ? "narrow" : found.id === wide.id ? "wide" : "?", found.zone];
    };
    expect(await zoneOf("shop.acme.co.uk")).toEqual(["wide", "acme.co.uk"]);
    expect(await zoneOf("acme.co.uk")).toEqual(["wide", "acme.co.uk"]);
    expect(await zoneOf("a.eu.acme.co.uk")).toEqual(["narrow", "eu.acme.co.uk"]);
    expect(await zoneOf("notacme.co.uk")).toBeNull();
    expect(await zoneOf("xeu.acme.co.uk")).toEqual(["wide", "acme.co.uk"]);
    const many = await findCoveringCredentials(tenant.ctx, {
      ...{ applicationId: tenant.applicationId, hostnames: ["acme.co.uk", "b.eu.acme.co.uk", "other.org"] },
    });
    expect([...many].map(([hostname, { id }]) => [hostname, id])).toEqual([
      ["acme.co.uk", wide.id],
      ["b.eu.acme.co.uk", narrow.id],
    ]);
  });

  it("is one whose last use went well before one that is broken", async () => {
    accounts.add("c".repeat(20), ["acme.com"]);
    const older = await store("c".repeat(20));
    const newer = await store("c".repeat(20));
    expect((await find("acme.com"))?.id).toBe(newer.id);
    await noteCredentialUse(tenant.ctx, newer.id, new ProviderFault("rate_limited"));
    expect((await find("acme.com"))?.id).toBe(newer.id);
    await noteCredentialUse(tenant.ctx, newer.id, new ProviderFault("credential_invalid", { said: "no" }));
    expect((await find("acme.com"))?.id).toBe(older.id);
    await noteCredentialUse(tenant.ctx, newer.id, new ProviderFault("conflict_existing"));
    expect((await find("acme.com"))?.id).toBe(newer.id);
  });

  it("is never another application's or another tenant's", async () => {
    accounts.add("d".repeat(20), ["acme.com"]);
    await store("d".repeat(20), other);
    expect(await find("shop.acme.com")).toBeNull();
    const id = (await store("d".repeat(20))).id;
    const { applicationId } = tenant;
    expect(await findCoveringCredential(other.ctx, { applicationId, hostname: "shop.acme.com" })).toBeNull();
    expect(await find("shop.acme.com")).toMatchObject({ id });
    await expect(openCredential(other.ctx, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(getCredential(other.ctx, { id: tenant.applicationId, credentialId: id })).rejects.toMatchObject({
      code: "not_found",
    });
    await noteCredentialUse(other.ctx, id, new ProviderFault("credential_invalid"));
    expect(await getCredential(tenant.ctx, { id: tenant.applicationId, credentialId: id })).toMatchObject({
      ...{ lastUsedAt: null, lastError: null },
    });
  });
});

describe("a stored credential", () => {
  it("is opened for a verb, and its use is noted", async () => {
    const account = accounts.add(marker, ["acme.com"]);
    const { id } = await store(marker);
    const { credential, writer } = await openCredential(tenant.ctx, id);
    expect(credential).toEqual({
      ...{ id, applicationId: tenant.applicationId, provider: "porkbun", label: "Token pk1_mark", lastErrorCode: null },
    });
    expect(await writer.findZone("shop.acme.com")).toMatchObject({ name: "acme.com" });
    account.faults.push({ at: "listZones", code: "provider_unavailable" });
    await expect(writer.listZones()).rejects.toMatchObject({ name: "ProviderFault", code: "provider_unavailable" });
    world.advance(1_000);
    await noteCredentialUse(tenant.ctx, id, new ProviderFault("gate_domain_switch", { said: "not opted in" }));
    expect(await getCredential(tenant.ctx, { id: tenant.applicationId, credentialId: id })).toMatchObject({
      ...{ lastUsedAt: world.service.now(), lastError: { code: "gate_domain_switch", said: "not opted in" } },
    });
  });

  it("is tried again: its zones follow the account, and a failure keeps them and says why", async () => {
    const account = accounts.add(marker, ["acme.com", "acme.net"]);
    const { id: credentialId } = await store(marker);
    const input = { id: tenant.applicationId, credentialId };
    account.zones.delete("acme.net");
    account.zones.set("acme.org", []);
    world.advance(1_000);
    expect(await testCredential(tenant.ctx, input)).toMatchObject({
      ...{ zones: ["acme.com", "acme.org"], testedAt: world.service.now(), lastUsedAt: null },
    });
    account.faults.push({ at: "listZones", code: "credential_invalid", said: "revoked" });
    await expect(testCredential(tenant.ctx, input)).rejects.toMatchObject({ code: "provider_error" });
    expect(await getCredential(tenant.ctx, input)).toMatchObject({
      ...{ zones: ["acme.com", "acme.org"], lastError: { code: "credential_invalid", said: "revoked" } },
    });
    expect(await testCredential(tenant.ctx, input)).toMatchObject({ lastError: null });
  });

  it("keeps a zone that its provider does not list, for as long as it is there", async () => {
    const account = accounts.add(marker, ["acme.com", "acme.net", "acme.org"]);
    account.unlisted.add("acme.net").add("acme.org");
    const { id: credentialId } = await store(marker, tenant, { zone: "acme.net" });
    const input = { id: tenant.applicationId, credentialId };
    expect(await testCredential(tenant.ctx, input)).toMatchObject({ zones: ["acme.com", "acme.net"] });
    account.zones.delete("acme.net");
    expect(await testCredential(tenant.ctx, { ...input, zone: "acme.org" })).toMatchObject({
      ...{ zones: ["acme.com", "acme.org"] },
    });
  });

  it("that was encrypted with a key that is gone is a wrong credential, in words", async () => {
    accounts.add(marker, ["acme.com"]);
    const { id } = await store(marker);
    await database.prisma.dnsCredential.update({ where: { id }, data: { fieldsSealed: new Uint8Array(40) } });
    await expect(openCredential(tenant.ctx, id)).rejects.toMatchObject({
      ...{ name: "ProviderFault", code: "credential_invalid", said: expect.stringContaining("encryption key") },
    });
  });
});
