import { beforeEach, describe, expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { findClaimedHosts, listRefusedUpstreams } from "@/lib/accounts/applications/list-refused-upstreams";
import { updateApplication } from "@/lib/accounts/applications/update-application";
import { createApplicationEndpoint, updateApplicationEndpoint } from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";
import { createConnection } from "@/lib/connections/create-connection";
import { transition } from "@/lib/connections/transition";
import { inTransaction } from "@/lib/db/transaction";
import { examineConnection } from "@/lib/diagnosis/diagnose-connection";
import { decideRoute } from "@/lib/edge/responder/decide-route";
import type { KnownHost } from "@/lib/edge/responder/edge-set";
import { parseNetwork } from "@/lib/kernel/networks";
import { scopes } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import type { Upstreams } from "@/lib/platform/ports/edge";
import { createTestTenant, type TestTenant } from "@/lib/runtime/testing/context";
import { callRoute, installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { testUpstreams } from "@/lib/runtime/testing/upstreams";

const { database, world, tenant, other } = setUpWorld();
let secret: string;
let names: Record<string, string[]> = {};

const routes = {
  create: handle(createApplicationEndpoint, createApplication),
  update: handle(updateApplicationEndpoint, updateApplication),
};

beforeEach(async () => {
  names = {};
  const network = parseNetwork("10.20.0.0/16");
  use(
    testUpstreams({
      lookup: { find: async (hostname) => ({ addresses: names[hostname] ?? [], ttlSeconds: 60 }) },
      policy: { networks: network === null ? [] : [{ tenantId: other.tenantId, network }] },
    }),
  );
  secret = await mint(tenant);
});

function use(upstreams: Upstreams): void {
  Object.assign(world.service, { upstreams });
  for (const one of [tenant, other]) Object.assign(one.ctx, { upstreams });
  installTestRuntime(world.service);
}

async function mint({ ctx, tenantId, applicationId }: TestTenant): Promise<string> {
  const admin = onBehalfOf(ctx, tenantId, { kind: "admin" });
  return (await createKey(admin, { id: applicationId, name: "k", scopes: [...scopes] })).secret;
}

const patch = (body: unknown, bearer = secret, { applicationId }: TestTenant = tenant) =>
  callRoute(routes.update, bearer, { method: "PATCH", body, params: { id: applicationId } });
const create = (upstream: string) =>
  callRoute(routes.create, secret, { body: { name: "App", environment: "live", upstream } });

/** Writes a row as before the rule existed. */
const writeBySql = (upstream: string, { applicationId }: TestTenant = tenant) =>
  database.prisma.$executeRaw`UPDATE applications SET upstream = ${upstream} WHERE id = ${applicationId}::uuid`;

async function prove(hostname: string, { ctx, applicationId }: TestTenant = tenant): Promise<string> {
  const { id } = await createConnection(ctx, { applicationId, hostname, setupType: "manual" });
  await inTransaction({ database }, (tx) => transition(ctx, tx, id, "ownership_proven"));
  return id;
}

describe("an upstream that is saved", () => {
  it.each([
    "http://127.0.0.1:3410",
    "http://169.254.169.254",
    "http://10.0.0.1",
    "http://[::1]",
    "http://8.8.8.8",
    "http://db.internal",
    "https://edge.latchkey.test",
    "https://app.example.com",
    "http://203.0.113.10",
    "http://origin.example.net:6379",
  ])("may not be %s, made or changed: said at the field, and nothing is written", async (upstream) => {
    for (const { status, json } of [await patch({ upstream, name: "Renamed" }), await create(upstream)]) {
      expect([status, json.error.code, json.error.param]).toEqual([400, "invalid", "upstream"]);
      expect(json.error.message).toMatch(/^.{20,}\.$/u);
    }
    const row = await database.prisma.application.findUnique({ where: { id: tenant.applicationId } });
    expect([row?.upstream, row?.name]).toEqual([null, "App"]);
  });

  it("may be a name that does not resolve yet, and one that leads to the public internet", async () => {
    names = { "origin.example.net": ["93.184.215.14"] };
    for (const upstream of ["https://origin.example.net", "https://later.example.net"]) {
      expect([(await patch({ upstream })).status, (await create(upstream)).status]).toEqual([200, 201]);
    }
  });

  it("may not be a name that leads to the inside now", async () => {
    names = { "127.0.0.1.nip.io": ["127.0.0.1"], "half.example.net": ["93.184.215.14", "10.0.0.1"] };
    for (const name of Object.keys(names)) {
      const { status, json } = await patch({ upstream: `http://${name}` });
      expect([status, json.error.param]).toEqual([400, "upstream"]);
      expect(json.error.message).not.toMatch(/10\.0\.0\.1/);
    }
  });

  it("may not be a hostname that is connected here, to whomever, and does not say to whom", async () => {
    await prove("shop.claimed-elsewhere.test", other);
    const { status, json } = await patch({ upstream: "https://Shop.claimed-elsewhere.test." });
    expect([status, json.error.param]).toEqual([400, "upstream"]);
    expect(json.error.message).toContain("leads back to this edge");
    expect(JSON.stringify(json)).not.toContain(other.tenantId);
  });

  it("may be in a network that is allowed to its tenant, and to no other", async () => {
    const upstream = "http://10.20.0.5:8080";
    expect((await patch({ upstream }, await mint(other), other)).status).toBe(200);
    expect((await patch({ upstream })).json.error.param).toBe("upstream");
  });

  it("leaves the origins of browsers to their form", async () => {
    const { status, json } = await patch({ allowed_origins: ["http://localhost:3000", "http://10.0.0.1"] });
    expect([status, json.allowed_origins]).toEqual([200, ["http://localhost:3000", "http://10.0.0.1"]]);
  });

  it("does not block a rename of its application when it is no longer allowed", async () => {
    await writeBySql("http://10.0.0.1");
    const { status, json } = await patch({ name: "Renamed", upstream: "http://10.0.0.1" });
    expect([status, json.name, json.upstream]).toEqual([200, "Renamed", "http://10.0.0.1"]);
    expect((await patch({ upstream: "http://10.0.0.2" })).status).toBe(400);
  });
});

describe("a row from before the rule", () => {
  it.each<[string, string, number]>([
    ["http://127.0.0.1:3410", "upstream-refused", 502],
    ["http://169.254.169.254", "upstream-refused", 502],
    ["https://edge.latchkey.test", "upstream-loops", 508],
  ])("%s is not routed, and has the finding %s for its tenant", async (upstream, code, status) => {
    await writeBySql(upstream);
    const hostname = `old-${code}-${upstream.length}.acme.test`;
    const id = await prove(hostname);
    const { tenantId, applicationId } = tenant;
    const known: KnownHost = {
      connectionId: id,
      applicationId,
      tenantId,
      upstream,
      upstreamHost: null,
      admitted: true,
      reference: null,
    };
    const set = { find: (name: string) => (name === hostname ? known : undefined) };
    const route = await decideRoute({ set, upstreams: world.service.upstreams }, hostname);
    expect(route).toMatchObject({ kind: "page", status });
    const { evidence, findings } = await examineConnection(tenant.ctx, id);
    expect(evidence.parts.upstream).toBe("ok");
    expect(findings.find((finding) => finding.code === code)).toMatchObject({
      severity: "blocking",
      who: "integrator",
      evidence: expect.arrayContaining([`upstream: ${upstream}`]),
    });
  });

  it("that leads to a proxy which hands requests back to us has its finding too", async () => {
    names = { "proxy.example.net": ["93.184.215.14"] };
    use(
      testUpstreams({
        lookup: { find: async (hostname) => ({ addresses: names[hostname] ?? [], ttlSeconds: 60 }) },
        probe: async (hostname, { name }) => hostname === "round.acme.test" && name === "proxy.example.net",
      }),
    );
    await writeBySql("https://proxy.example.net");
    const codesOf = async (id: string) => (await examineConnection(tenant.ctx, id)).findings.map(({ code }) => code);
    expect(await codesOf(await prove("round.acme.test"))).toContain("upstream-loops");
    expect(await codesOf(await prove("straight.acme.test"))).not.toContain("upstream-loops");
  });

  it("is in the operator's list, across tenants, with the rule; others are not", async () => {
    await database.prisma.application.updateMany({ data: { upstream: null } });
    await prove("listed.claimed.test", other);
    await writeBySql("https://listed.claimed.test");
    await writeBySql("http://10.20.0.5", other);
    const third = await createTestTenant(world.service);
    await writeBySql("http://10.20.0.5", third);
    const createWith = (isClaimed: (hostname: string) => boolean) => {
      const network = parseNetwork("10.20.0.0/16");
      const networks = network === null ? [] : [{ tenantId: other.tenantId, network }];
      return testUpstreams({ isClaimed, policy: { networks } });
    };
    const { checked, refused } = await listRefusedUpstreams(database, createWith);
    expect(checked).toBe(3);
    expect(refused.map(({ id, tenantId, reason }) => [id, tenantId, reason])).toEqual([
      [tenant.applicationId, tenant.tenantId, "leads_to_edge"],
      [third.applicationId, third.tenantId, "address_not_allowed"],
    ]);
    expect(await findClaimedHosts(database, ["no url", "https://LISTED.claimed.test"])).toEqual(
      new Set(["listed.claimed.test"]),
    );
  });
});
