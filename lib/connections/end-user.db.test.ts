import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { createToken } from "@/lib/accounts/tokens/create-token";
import { routes } from "@/lib/api/routes";
import { createConnection } from "@/lib/connections/create-connection";
import { exportConnections } from "@/lib/connections/export-connections";
import { getConnection } from "@/lib/connections/get-connection";
import { listConnections } from "@/lib/connections/list-connections";
import { createShareLink } from "@/lib/diagnosis/create-share-link";
import { readSharedSetUp } from "@/lib/diagnosis/setup/read-shared-set-up";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { scopes } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { addEndpoint, happen } from "@/lib/runtime/testing/webhooks";

const { database, world, tenant, other } = setUpWorld({ per: "file" });
let key: string;
let names = 0;

beforeAll(async () => {
  const admin = onBehalfOf(tenant.ctx, tenant.tenantId, { kind: "admin" });
  key = (await createKey(admin, { id: tenant.applicationId, name: "k", scopes: [...scopes] })).secret;
});

const freshName = () => `e${++names}.acme.test`;

async function tokenOf(endUserRef?: string): Promise<string> {
  const body = { application_id: tenant.applicationId, ...(endUserRef ? { end_user_ref: endUserRef } : {}) };
  return (await callRoute(routes.createToken, key, { body })).json.auth_token;
}

function create(bearer: string, endUserRef?: string, hostname = freshName()) {
  const body = { application_id: tenant.applicationId, hostname, ...(endUserRef ? { end_user_ref: endUserRef } : {}) };
  return callRoute(routes.createConnection, bearer, { body });
}

const connect = (endUserRef?: string, on = tenant) =>
  createConnection(on.ctx, { applicationId: on.applicationId, hostname: freshName(), setupType: "manual", endUserRef });

const stored = async (id: string) => (await getConnection(tenant.ctx, { id })).endUserRef;

describe("a connection's end user", () => {
  it("is the token's where it has one, or what the request says; a token's own is never replaced", async () => {
    const ref = fc.option(fc.constantFrom("user-1", "user-2", "Zoë ✓", "anna@shop.example"), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(ref, ref, fc.boolean(), async (own, given, isKey) => {
        const { status, json } = await create(isKey ? key : await tokenOf(own), given);
        const bound = isKey ? undefined : own;
        if (bound !== undefined && given !== undefined && given !== bound) {
          expect([status, json.error.code, json.error.param]).toEqual([403, "forbidden", "end_user_ref"]);
          return;
        }
        expect(status).toBe(201);
        expect(await stored(json.id)).toBe(bound ?? given ?? null);
      }),
      { numRuns: 40 },
    );
  });

  it("is seen by a token where it is its own, and by no other token", async () => {
    const { id } = await connect("user-1");
    const seen = async (bearer: string) => [
      (await callRoute(routes.getConnection, bearer, { params: { id } })).json.end_user_ref,
      (await callRoute(routes.listConnections, bearer, { query: "?limit=1" })).json.data[0].end_user_ref,
    ];
    expect(await seen(await tokenOf("user-1"))).toEqual(["user-1", "user-1"]);
    expect(await seen(await tokenOf("user-2"))).toEqual([null, null]);
    expect(await seen(await tokenOf())).toEqual([null, null]);
    expect(await seen(key)).toEqual(["user-1", "user-1"]);
  });

  it("selects its connections in the list, exactly; to a token its own alone", async () => {
    const mine = [await connect("list-1"), await connect("list-1")].map(({ id }) => id).sort();
    await connect("list-10");
    await connect("list-1", other);
    const { data } = await listConnections(tenant.ctx, { limit: 20, endUserRef: "list-1" });
    expect(data.map(({ id }) => id).sort()).toEqual(mine);
    const found = async (bearer: string) => {
      const answer = await callRoute(routes.listConnections, bearer, { query: "?end_user_ref=list-1" });
      return answer.json.data.length;
    };
    expect([await found(key), await found(await tokenOf("list-1"))]).toEqual([2, 2]);
    expect([await found(await tokenOf("list-2")), await found(await tokenOf())]).toEqual([0, 0]);
  });

  it.each([
    ["of 201 characters", "x".repeat(201)],
    ["with an invisible character", "a\u200bb"],
    ["that is empty", " "],
    ["of two lines", "a\nb"],
  ])("is refused %s, for connections and for tokens", async (_, text) => {
    const refused = [
      await create(key, text),
      await callRoute(routes.createToken, key, {
        body: { application_id: tenant.applicationId, end_user_ref: text },
      }),
    ];
    for (const { status, json } of refused)
      expect([status, json.error.code, json.error.param]).toEqual([400, "invalid", "end_user_ref"]);
  });

  it("is in the batch, in the export and in what webhooks carry", async () => {
    const hostname = freshName();
    const items = [{ hostname, end_user_ref: "=batch,user" }, { hostname: freshName() }];
    const batch = await callRoute(routes.createConnections, key, {
      body: { application_id: tenant.applicationId, items },
    });
    const [first, second] = batch.json.results.map(
      (one: { connection: { id: string; end_user_ref: string | null } }) => one.connection,
    );
    expect([first.end_user_ref, second.end_user_ref]).toEqual(["=batch,user", null]);

    const { content } = await exportConnections(tenant.ctx, { limit: 1_000, endUserRef: "=batch,user" });
    const [head = "", line = ""] = content.split("\r\n");
    expect(head.split(",")).toContain("end_user_ref");
    expect(line).toContain(`"'=batch,user"`);

    await addEndpoint(tenant.ctx);
    for (const { id } of [first, second]) await happen(tenant.ctx, id, "domain.verified");
    const deliveries = await database.prisma.webhookDelivery.findMany({ where: { tenantId: tenant.tenantId } });
    const dataOf = (id: string) => deliveries.find(({ connectionId }) => connectionId === id)?.data;
    expect(dataOf(first.id)).toMatchObject({ endUserRef: "=batch,user", hostname });
    expect(dataOf(second.id)).not.toHaveProperty("endUserRef");
  });

  it("goes neither to the edges, nor to the reader of a share link, nor into the audit log", async () => {
    const secret = "person-4711";
    const connection = await connect(secret);
    await createToken(tenant.ctx, { applicationId: tenant.applicationId, endUserRef: secret });
    world.publish(connection.ownershipChallenge.name, "TXT", [connection.ownershipChallenge.value]);
    await verifyConnection(tenant.ctx, { id: connection.id });
    const { url } = await createShareLink(tenant.ctx, { id: connection.id, expiresInDays: 7 });
    const token = new URL(url ?? "").pathname.split("/").at(-1) ?? "";
    const shared = await readSharedSetUp(world.service, { token, tenantId: null });
    expect(shared).toMatchObject({ hostname: connection.hostname });
    const changes = (await database.prisma.edgeChange.findMany()).map(({ change }) => change);
    expect(JSON.stringify(changes)).toContain(connection.hostname);
    const audit = await database.prisma.auditEntry.findMany({ where: { tenantId: tenant.tenantId } });
    const events = await database.prisma.event.findMany({ where: { connectionId: connection.id } });
    expect(JSON.stringify([shared, changes, audit, events])).not.toContain(secret);
  });
});
