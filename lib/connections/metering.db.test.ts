import { expect, it } from "vitest";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { createConnection } from "@/lib/connections/create-connection";
import { getConnection } from "@/lib/connections/get-connection";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import type { ConnectionResource } from "@/lib/connections/schema";
import type { Environment } from "@/lib/kernel/scopes";
import {
  createTestTenant,
  createWorld,
  type TestTenant,
  testEdge,
  validCertificate,
} from "@/lib/runtime/testing/context";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const database = setUpDatabase();
const world = createWorld(database);
let names = 0;

const connect = (on: TestTenant): Promise<ConnectionResource> =>
  createConnection(on.ctx, {
    applicationId: on.applicationId,
    hostname: `m${++names}.acme.test`,
    setupType: "manual",
  });

async function live(on: TestTenant): Promise<ConnectionResource> {
  const connection = await connect(on);
  const { name, value } = connection.ownershipChallenge;
  world.publish(name, "TXT", [value]);
  world.publish(connection.hostname, "CNAME", [testEdge.hostname]);
  world.edgeAnswers(() => validCertificate(world.service.now()));
  await checkOwnership(on.ctx, { connectionId: connection.id });
  await checkRecords(on.ctx, { connectionId: connection.id });
  await probeCertificate(on.ctx, { connectionId: connection.id });
  return getConnection(on.ctx, { id: connection.id });
}

async function used(on: TestTenant, kind: "cert" | "active_domain"): Promise<number> {
  const rows = await database.prisma.usageCounter.findMany({ where: { tenantId: on.tenantId, kind } });
  return rows.reduce((sum, row) => sum + Number(row.used), 0);
}

const tenantIn = (environment: Environment) => createTestTenant(world.service, { environment });

it("counts a certificate when it is first seen and when it was renewed, and not when a drifted domain comes back", async () => {
  const tenant = await tenantIn("live");
  const connection = await live(tenant);
  expect([connection.state, await used(tenant, "cert")]).toEqual(["live", 1]);
  world.advance(13 * hour);
  world.edgeAnswers(() => validCertificate(world.service.now(), "02"));
  await probeCertificate(tenant.ctx, { connectionId: connection.id });
  expect(await used(tenant, "cert")).toBe(2);
  world.publish(connection.hostname, "CNAME", ["elsewhere.example"]);
  for (let check = 0; check < 4; check += 1) {
    world.advance(minute);
    await checkRecords(tenant.ctx, { connectionId: connection.id });
  }
  expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("drifted");
  expect(await used(tenant, "active_domain")).toBe(1);
  world.publish(connection.hostname, "CNAME", [testEdge.hostname]);
  world.advance(minute);
  await checkRecords(tenant.ctx, { connectionId: connection.id });
  expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("live");
  expect(await used(tenant, "cert")).toBe(2);
});

it("gives the domain of a failed connection back once: archiving it afterwards gives back nothing more", async () => {
  const tenant = await tenantIn("live");
  const kept = await connect(tenant);
  const connection = await connect(tenant);
  expect(await used(tenant, "active_domain")).toBe(2);
  world.advance(31 * day);
  await checkOwnership(tenant.ctx, { connectionId: connection.id });
  expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("failed");
  expect(await used(tenant, "active_domain")).toBe(1);
  await archiveConnection(tenant.ctx, { id: connection.id });
  expect(await used(tenant, "active_domain")).toBe(1);
  await archiveConnection(tenant.ctx, { id: kept.id });
  expect(await used(tenant, "active_domain")).toBe(0);
});

it("counts a test application under its own kinds: the first certificate, and no renewal", async () => {
  const tenant = await tenantIn("test");
  const connection = await live(tenant);
  world.advance(13 * hour);
  world.edgeAnswers(() => validCertificate(world.service.now(), "02"));
  await probeCertificate(tenant.ctx, { connectionId: connection.id });
  await archiveConnection(tenant.ctx, { id: connection.id });
  const rows = await database.prisma.usageCounter.findMany({ where: { tenantId: tenant.tenantId } });
  expect(Object.fromEntries(rows.map(({ kind, used }) => [kind, Number(used)]))).toEqual({
    test_connect: 1,
    test_active_domain: 0,
    test_cert: 1,
  });
});
