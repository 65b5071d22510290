import { describe, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { archiveConnectionsEndpoint, verifyConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { archiveConnections } from "@/lib/connections/archive-connections";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { verifyConnections } from "@/lib/diagnosis/verify-connections";
import { challenge } from "@/lib/dns/records/challenge";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import type { TestTenant } from "@/lib/runtime/testing/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, tenant, other: otherTenant } = setUpWorld();
const nobody = "019aa6c4-0000-7000-8000-00000000dead";
let batches = 0;

async function connect(count: number, on: TestTenant = tenant): Promise<string[]> {
  batches += 1;
  const items = Array.from({ length: count }, (_, index) => ({ hostname: `n${index}.b${batches}.acme.test` }));
  const { results } = await createConnections(on.ctx, {
    applicationId: on.applicationId,
    setupType: "manual",
    items,
  });
  return results.map(({ connection }) => connection?.id ?? "");
}

async function publish(id: string): Promise<void> {
  const { hostname, challengeValue } = await database.prisma.connection.findUniqueOrThrow({ where: { id } });
  world.publish(challenge.name(hostname), "TXT", [challengeValue]);
}

const stateOf = async (id: string) => (await database.prisma.connection.findUniqueOrThrow({ where: { id } })).state;

async function key(): Promise<string> {
  const admin = onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });
  return (await createKey(admin, { id: tenant.applicationId, name: "k", scopes: ["connections:write"] })).secret;
}

async function used(on: TestTenant = tenant): Promise<number> {
  const row = await database.prisma.usageCounter.findFirst({
    where: { tenantId: on.tenantId, kind: "active_domain" },
  });
  return Number(row?.used ?? 0);
}

describe("verify", () => {
  it("answers each id in its place as verifying it alone would, whatever the others' outcome", async () => {
    const [proven = "", unproven = "", gone = ""] = await connect(3);
    const [theirs = ""] = await connect(1, otherTenant);
    await publish(proven);
    await archiveConnection(tenant.ctx, { id: gone });
    const ids = [nobody, proven, unproven, theirs, gone, proven];
    const answer = await callRoute(handle(verifyConnectionsEndpoint, verifyConnections), await key(), {
      body: { ids },
    });
    expect(answer.status).toBe(200);
    expect(answer.json.results.map(({ id }: { id: string }) => id)).toEqual(ids);
    const codes = answer.json.results.map((result: { status: string; error: { code: string } | null }) =>
      result.error ? result.error.code : result.status,
    );
    expect(codes).toEqual(["not_found", "verified", "ownership_not_found", "not_found", "invalid_state", "verified"]);
    expect(answer.json).toMatchObject({ verified: 2, refused: 4, queued: 0 });
    expect(answer.json.results[2].error.details).toMatchObject({ seen: "missing" });
    expect(Object.keys(answer.json.results[1].connection)).not.toContain("ownership_challenge");
    expect(await stateOf(theirs)).toBe("pending_ownership");
    await expect(verifyConnection(tenant.ctx, { id: unproven })).rejects.toMatchObject({
      code: "ownership_not_found",
      message: answer.json.results[2].error.message,
    });
  });

  it("leaves to the worker what there is no time for, with a job that is due soon", async () => {
    const ids = await connect(20);
    const [archived = "", lost = ""] = ids.slice(-2);
    await archiveConnection(tenant.ctx, { id: archived });
    await database.prisma.connection.update({
      where: { id: lost },
      data: { state: "failed", errorCode: "HostnameConflict" },
    });
    await database.prisma.job.updateMany({ data: { runAt: new Date("2030-01-01T00:00:00Z") } });
    // Every question takes four seconds.
    const slow: Context = {
      ...tenant.ctx,
      resolver: {
        ask: (name, type) => {
          world.advance(4_000);
          return world.service.resolver.ask(name, type);
        },
      },
    };
    const { results, queued, refused } = await verifyConnections(slow, { ids: [...ids, nobody] });
    expect(queued).toBeGreaterThan(5);
    expect(queued + refused).toBe(21);
    const byId = new Map(results.map((result) => [result.id, result]));
    expect(byId.get(archived)?.error?.code).toBe("invalid_state");
    expect(byId.get(lost)?.error?.code).toBe("HostnameConflict");
    expect(byId.get(nobody)?.error?.code).toBe("not_found");
    for (const { id, status } of results) {
      if (status !== "queued") continue;
      const job = await database.prisma.job.findUniqueOrThrow({ where: { key: `check-ownership:${id}` } });
      expect(job.runAt.getTime() - world.service.now().getTime()).toBeLessThanOrEqual(2_000);
      const audited = { tenantId: tenant.tenantId, targetId: id, action: "connection.verify_requested" };
      expect(await database.prisma.auditEntry.count({ where: audited })).toBe(1);
    }
  });
});

describe("archive", () => {
  it("does to each what archiving it alone does, and refuses what does not exist", async () => {
    const [alone = "", ...ids] = await connect(4);
    const [proven = "", , failed = ""] = ids;
    for (const id of [alone, proven]) {
      await publish(id);
      await verifyConnection(tenant.ctx, { id });
    }
    await database.prisma.connection.update({ where: { id: failed }, data: { state: "failed" } });
    const [theirs = ""] = await connect(1, otherTenant);
    const before = await used();
    await archiveConnection(tenant.ctx, { id: alone });
    const asked = [...ids, nobody, theirs, alone, proven];
    const { results, archived, refused } = await archiveConnections(tenant.ctx, { ids: asked });
    expect(results.map(({ id }) => id)).toEqual(asked);
    expect(results.map(({ status }) => status)).toEqual([
      ...["archived", "archived", "archived"],
      ...["refused", "refused", "archived", "archived"],
    ]);
    expect([archived, refused]).toEqual([5, 2]);
    const trace = async (id: string) => {
      const row = await database.prisma.connection.findUniqueOrThrow({ where: { id } });
      const events = await database.prisma.event.findMany({
        where: { connectionId: id },
        orderBy: { sequence: "asc" },
      });
      const audit = await database.prisma.auditEntry.findMany({ where: { targetId: id }, orderBy: { id: "asc" } });
      const { state, errorCode, lastSequence, mismatches } = row;
      return {
        row: { state, errorCode, lastSequence, mismatches },
        events: events.map(({ type, sequence, actor, data }) => ({
          type,
          sequence,
          actor,
          data: { ...(data as object), hostname: "" },
        })),
        audit: audit.map(({ action, actor, targetType }) => ({ action, actor, targetType })),
        claims: await database.prisma.hostnameClaim.count({ where: { connectionId: id } }),
      };
    };
    expect(await trace(proven)).toEqual(await trace(alone));
    expect(await stateOf(theirs)).toBe("pending_ownership");
    // Three of the four counted: the failed one had given its own back when it failed.
    expect(before - (await used())).toBe(3);
  });

  it("is done once for one idempotency key, and is refused for another list under it", async () => {
    const ids = await connect(2);
    const route = handle(archiveConnectionsEndpoint, archiveConnections);
    const secret = await key();
    const headers = { "idempotency-key": "bulk" };
    const first = await callRoute(route, secret, { body: { ids }, headers });
    const again = await callRoute(route, secret, { body: { ids }, headers });
    expect([again.json, again.headers.get("idempotency-replayed")]).toEqual([first.json, "true"]);
    const other = await callRoute(route, secret, { body: { ids: ids.slice(1) }, headers });
    expect(other.json.error.code).toBe("idempotency_conflict");
    expect(await database.prisma.event.count({ where: { connectionId: ids[0] ?? "", type: "domain.archived" } })).toBe(
      1,
    );
  });

  it("never deadlocks with single archives and creates of the same tenant, and the counter stays true", async () => {
    const ids = await connect(60);
    const work = [
      archiveConnections(tenant.ctx, { ids: ids.slice(0, 40) }),
      archiveConnections(tenant.ctx, { ids: ids.slice(20).reverse() }),
      ...ids
        .slice(10, 50)
        .filter((_, index) => index % 4 === 0)
        .map((id) => archiveConnection(tenant.ctx, { id })),
      ...Array.from({ length: 8 }, (_, index) =>
        createConnection(tenant.ctx, {
          applicationId: tenant.applicationId,
          hostname: `race${index}.b${batches}.acme.test`,
          setupType: "manual",
        }),
      ),
    ];
    await Promise.all(work);
    expect(await used()).toBe(8);
    const events = await database.prisma.event.groupBy({
      by: ["connectionId"],
      where: { connectionId: { in: ids }, type: "domain.archived" },
      _count: true,
    });
    expect(events.map(({ _count }) => _count)).toEqual(ids.map(() => 1));
  });

  it("archives 500 in one request", async () => {
    const ids = await connect(500);
    const startedAt = performance.now();
    const { archived } = await archiveConnections(tenant.ctx, { ids });
    console.info(`500 archived on ${database.engine}: ${Math.round(performance.now() - startedAt)} ms`);
    expect(archived).toBe(500);
    expect(await used()).toBe(0);
  });

  it.each<[string[], string]>([
    [[], "ids"],
    [["x"], "ids.0"],
    [Array.from({ length: 501 }, () => nobody), "ids"],
  ])("refuses a list of the wrong shape", async (ids, param) => {
    const { status, json } = await callRoute(handle(archiveConnectionsEndpoint, archiveConnections), await key(), {
      body: { ids },
    });
    expect([status, json.error.param]).toEqual([400, param]);
  });
});
