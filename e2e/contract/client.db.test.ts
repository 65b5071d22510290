import { beforeAll, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { type Client, createClient } from "@/lib/api/create-client";
import { scopes } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { answerApi } from "@/lib/runtime/testing/answer-api";
import { type TestTenant, testAppUrl } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { tenant, other } = setUpWorld({ per: "file" });
let client: Client;
let otherClient: Client;

beforeAll(async () => {
  client = await clientOf(tenant);
  otherClient = await clientOf(other);
});

async function clientOf({ ctx, tenantId, applicationId }: TestTenant): Promise<Client> {
  const admin = onBehalfOf(ctx, tenantId, { kind: "admin" });
  const { secret } = await createKey(admin, { id: applicationId, name: "k", scopes: [...scopes] });
  return createClient({ baseUrl: testAppUrl, token: secret, fetch: (url, init) => answerApi(new Request(url, init)) });
}

it("creates, reads, lists and archives a connection, with dates as dates", async () => {
  const { applicationId } = tenant;
  const made = await client.createConnection({ applicationId, hostname: "Client.acme.test" });
  expect([made.hostname, made.state, made.createdAt instanceof Date]).toEqual([
    "client.acme.test",
    "pending_ownership",
    true,
  ]);
  expect(await client.getConnection({ id: made.id })).toEqual(made);
  const page = await client.listConnections({ state: ["pending_ownership", "live"], hostname: "client.", limit: 1 });
  expect([page.data.map(({ id }) => id), page.nextCursor]).toEqual([[made.id], null]);
  expect((await client.archiveConnection({ id: made.id })).state).toBe("archived");
});

it("reads a list page by page", async () => {
  const { applicationId } = tenant;
  for (const name of ["one", "two", "three"]) {
    await client.createConnection({ applicationId, hostname: `${name}.pages.acme.test`, batchId: "pages" });
  }
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null && seen.length < 10; ) {
    const page = await client.listConnections({ batchId: "pages", limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.data.map(({ hostname }) => hostname));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(["three", "two", "one"].map((name) => `${name}.pages.acme.test`));
});

it("does the work once for one idempotency key", async () => {
  const input = { applicationId: tenant.applicationId, hostname: "once.acme.test" };
  const first = await client.createConnection(input, { idempotencyKey: "once" });
  expect(await client.createConnection(input, { idempotencyKey: "once" })).toEqual(first);
  await expect(client.createConnection(input)).rejects.toMatchObject({
    code: "HostnameConflict",
    status: 409,
    param: "hostname",
    details: { heldBy: "own_connection", connectionId: first.id },
    docUrl: `${testAppUrl}/docs/errors#HostnameConflict`,
  });
});

it("says which field is wrong, and hides what is another tenant's", async () => {
  const wrong = client.createConnection({ applicationId: tenant.applicationId, hostname: "https://*.a.test" });
  await expect(wrong).rejects.toMatchObject({ code: "invalid", status: 400, param: "hostname" });
  const { data } = await client.listConnections({ limit: 1 });
  await expect(otherClient.getConnection({ id: data[0]?.id ?? "" })).rejects.toMatchObject({ code: "not_found" });
  expect((await otherClient.listConnections()).data).toEqual([]);
  await expect(otherClient.getApplication({ id: tenant.applicationId })).rejects.toMatchObject({ status: 404 });
});
