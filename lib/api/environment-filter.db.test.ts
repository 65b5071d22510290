import { expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";
import { listApplications } from "@/lib/accounts/applications/list-applications";
import { updateTenant } from "@/lib/accounts/tenants/update-tenant";
import { endpoints } from "@/lib/api/endpoints/registry";
import { routes } from "@/lib/api/routes";
import { countConnections } from "@/lib/connections/count-connections";
import { createConnection } from "@/lib/connections/create-connection";
import { listConnections } from "@/lib/connections/list-connections";
import { getOverview } from "@/lib/connections/stats/get-overview";
import { type Environment, environments, scopes } from "@/lib/kernel/scopes";
import { listAuditLog } from "@/lib/platform/audit/list-audit-log";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { createWebhookEndpoint } from "@/lib/webhooks/endpoints/create-webhook-endpoint";
import { listWebhookEndpoints } from "@/lib/webhooks/endpoints/list-webhook-endpoints";

const { tenant, other } = setUpWorld({ per: "file", tenants: { plan: "enterprise" } });

/** What mixes the environments; deliveries and the days of figures are empty here, and have tests of their own. */
const filtered = [
  ...(["listConnections", "listApplications", "listApplicationNames", "listWebhookEndpoints"] as const),
  ...([
    "listCauses",
    "exportConnections",
    "listWebhookDeliveries",
    "countConnections",
    "getOverview",
    "listStateCounts",
    "listDeliveryCounts",
  ] as const),
];

it("every endpoint that takes an environment as a filter is in this test", () => {
  const found = endpoints
    .filter(({ method }) => method === "GET")
    .filter(({ input }) =>
      input.safeParse({ environment: "nowhere" }).error?.issues.some(({ path }) => path[0] === "environment"),
    )
    .map(({ id }) => id as string);
  expect(found.sort()).toEqual([...filtered, "listAuditLog"].sort());
});

const adminOf = (ctx: Context) => onBehalfOf(ctx, ctx.tenantId, { kind: "admin" });

type Filled = Record<Environment, { ids: string[]; applicationId: string; key: string }>;

async function fill(ctx: Context, domain: string): Promise<Filled> {
  const filled = {} as Filled;
  for (const environment of environments) {
    const fields = { environment, upstream: null, recordTemplate: null, allowedOrigins: [] };
    const { id } = await createApplication(adminOf(ctx), { name: `${environment} shop`, ...fields });
    const { secret } = await createKey(adminOf(ctx), { id, name: "k", scopes: [...scopes] });
    const hostname = `${environment}.${domain}`;
    const connection = await createConnection(adminOf(ctx), { applicationId: id, hostname, setupType: "manual" });
    const endpoint = await createWebhookEndpoint(adminOf(ctx), {
      ...{ url: "https://hooks.example.net/x", description: "", eventTypes: [], applicationId: null, environment },
    });
    filled[environment] = { ids: [id, connection.id, endpoint.id], applicationId: id, key: secret };
  }
  return filled;
}

it("a key's own environment changes nothing, the other one is refused, and nothing of another account is shown", async () => {
  const own = await fill(tenant.ctx, "own.example.com");
  const foreign = await fill(other.ctx, "foreign.example.com");
  for (const environment of environments) {
    const theirs = environment === "live" ? "test" : "live";
    const { key } = own[environment];
    for (const name of filtered) {
      const answer = await callRoute(routes[name], key, { query: `?environment=${environment}` });
      expect([name, answer.status]).toEqual([name, 200]);
      expect(answer.json).toEqual((await callRoute(routes[name], key)).json);
      const hidden = [...own[theirs].ids, ...foreign.live.ids, ...foreign.test.ids];
      expect(hidden.filter((id) => JSON.stringify(answer.json).includes(id))).toEqual([]);
      const refused = await callRoute(routes[name], key, { query: `?environment=${theirs}` });
      expect([name, refused.status, refused.json.error.param]).toEqual([name, 400, "environment"]);
    }
  }
});

it("without a key's environment, a list shows both or the one asked for", async () => {
  const ctx = adminOf(tenant.ctx);
  const lists = {
    connections: listConnections,
    applications: listApplications,
    applicationNames: listApplicationNames,
    endpoints: listWebhookEndpoints,
  };
  for (const [name, list] of Object.entries(lists)) {
    const idsOf = async (environment?: Environment) =>
      (await list(ctx, { limit: 100, ...(environment ? { environment } : {}) })).data.map(({ id }) => id);
    const [live, test] = [await idsOf("live"), await idsOf("test")];
    expect([name, live.length > 0, test.length > 0]).toEqual([name, true, true]);
    expect([...live, ...test].sort()).toEqual((await idsOf()).sort());
  }
  const countOf = async (environment?: Environment) =>
    (await countConnections(ctx, environment ? { environment } : {})).total.count;
  expect([await countOf("live"), await countOf("test"), await countOf()]).toEqual([1, 1, 2]);
  const started = async (environment?: Environment) =>
    (await getOverview(ctx, environment ? { environment } : {})).states.reduce((sum, { count }) => sum + count, 0);
  expect([await started("live"), await started("test"), await started()]).toEqual([1, 1, 2]);
});

it("the audit log of an environment has its entries and those of the whole account, page by page", async () => {
  const ctx = adminOf(tenant.ctx);
  await updateTenant(ctx, { name: "Renamed" });
  const read = async (environment?: Environment) => {
    const entries: { id: string; environment: Environment | null }[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAuditLog(ctx, {
        limit: 3,
        ...(environment ? { environment } : {}),
        ...(cursor ? { cursor } : {}),
      });
      entries.push(...page.data);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return entries;
  };
  const all = await read();
  expect(new Set(all.map(({ environment }) => environment))).toEqual(new Set(["live", "test", null]));
  for (const environment of environments) {
    const wanted = all.filter((one) => one.environment === environment || one.environment === null);
    expect((await read(environment)).map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
  }
});
