import { beforeAll, beforeEach } from "vitest";
import type { Database } from "@/lib/db/client";
import type { Policy, ServiceContext } from "@/lib/platform/ports/context";
import {
  createTestTenant,
  createWorld,
  type TestTenant,
  type TestTenantOptions,
  type TestWorld,
} from "@/lib/runtime/testing/context";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

type WorldOptions = {
  /** How long a world lasts. The default is one test; the database lasts for the file in either case. */
  per?: "file" | "test";
  policy?: Partial<Policy>;
  /** Overrides ports of `createTestService`. Called for each new world, before its tenants exist. */
  ports?(service: ServiceContext): Partial<ServiceContext>;
  tenants?: TestTenantOptions;
};

type World = {
  database: Database;
  world: TestWorld;
  service: ServiceContext;
  tenant: TestTenant;
  /** A second tenant, which must never see the first one's objects. */
  other: TestTenant;
};

/**
 * Sets up a database, a world, two tenants and the runtime that serves them, for the calling test file. You can
 * destructure the objects immediately: hooks fill them before the first test, and again for each new world.
 */
export function setUpWorld({ per = "test", policy, ports, tenants }: WorldOptions = {}): World {
  const database = setUpDatabase();
  const world = {} as TestWorld;
  const service = {} as ServiceContext;
  const tenant = {} as TestTenant;
  const other = {} as TestTenant;
  const before = per === "file" ? beforeAll : beforeEach;
  before(async () => {
    const fresh = createWorld(database, policy);
    Object.assign(service, fresh.service, ports?.(fresh.service));
    Object.assign(world, fresh, { service });
    Object.assign(tenant, await createTestTenant(service, tenants));
    Object.assign(other, await createTestTenant(service, tenants));
    installTestRuntime(service);
  });
  return { database, world, service, tenant, other };
}
