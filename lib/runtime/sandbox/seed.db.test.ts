import { beforeAll, expect, it } from "vitest";
import { demoKey, findDemoApplication } from "@/lib/accounts/applications/find-demo-application";
import { signInWithPassword } from "@/lib/accounts/users/sign-in-with-password";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";
import { seedSandbox } from "@/lib/runtime/sandbox/seed";
import { createTestTenant, createWorld } from "@/lib/runtime/testing/context";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";
import { testUpstreams } from "@/lib/runtime/testing/upstreams";

const appUrl = "http://localhost:4000";
const database = setUpDatabase();
let service: ServiceContext;
beforeAll(() => {
  const upstreams = testUpstreams({ policy: { allowLoopback: true } });
  service = { ...createWorld(database).service, upstreams };
});

it("makes people who can sign in, and an application with the key that everyone knows", async () => {
  await seedSandbox(service, "http://127.0.0.1:4001", appUrl);
  const application = await findDemoApplication(database.prisma);
  expect(application).toMatchObject({ name: "Demo shop", environment: "test", upstream: "http://127.0.0.1:4001" });
  const client = { ip: null, requestId: "seed", userAgent: "test" };
  for (const { email, password } of Object.values(demoPeople)) {
    expect(await signInWithPassword(service, { email, password }, client)).toMatchObject({
      userId: expect.any(String),
    });
  }
});

it("lifts the demo company's limits of test applications, once, and nobody else's", async () => {
  const limitsOf = () =>
    database.prisma.tenant.findFirstOrThrow({ where: { name: "Demo" }, select: { plan: true, limitOverrides: true } });
  const lifted = {
    test_connect: null,
    test_active_domain: null,
    test_cert: null,
    test_api_call: null,
    test_check: null,
  };
  expect(await limitsOf()).toEqual({ plan: "free", limitOverrides: lifted });
  const staffSet = { connect: 9 };
  await database.prisma.tenant.updateMany({ where: { name: "Demo" }, data: { limitOverrides: staffSet } });
  await seedSandbox(service, "http://127.0.0.1:4001", appUrl);
  expect((await limitsOf()).limitOverrides).toEqual(staffSet);
});

it("a second start makes nothing twice, and moves the applications that share the website to its new port", async () => {
  const guest = await createTestTenant(service);
  const other = await createTestTenant(service);
  const setUpstream = (id: string, upstream: string) =>
    database.prisma.application.update({ where: { id }, data: { upstream } });
  await setUpstream(guest.applicationId, "http://127.0.0.1:4001");
  await setUpstream(other.applicationId, "http://127.0.0.1:9999");
  await seedSandbox(service, "http://127.0.0.1:4002", appUrl);
  const upstreamOf = async (id: string) =>
    (await database.prisma.application.findUniqueOrThrow({ where: { id } })).upstream;
  expect((await findDemoApplication(database.prisma))?.upstream).toBe("http://127.0.0.1:4002");
  expect(await upstreamOf(guest.applicationId)).toBe("http://127.0.0.1:4002");
  expect(await upstreamOf(other.applicationId)).toBe("http://127.0.0.1:9999");
  const demo = { name: "Demo" };
  expect([await database.prisma.tenant.count({ where: demo }), await database.prisma.user.count()]).toEqual([1, 2]);
  expect(await database.prisma.apiKey.count({ where: { last4: demoKey.slice(-4) } })).toBe(1);
});

it("starts although somebody revoked the key or left the company", async () => {
  await database.prisma.apiKey.updateMany({ data: { revokedAt: service.now() } });
  await database.prisma.membership.deleteMany();
  await seedSandbox(service, "http://127.0.0.1:4003", appUrl);
  expect(await database.prisma.membership.findMany()).toMatchObject([{ role: "owner" }]);
  expect(await database.prisma.tenant.count({ where: { name: "Demo" } })).toBe(1);
});

it("continues a first start that was killed before the key, or before the application", async () => {
  const { prisma } = database;
  const count = () => Promise.all([prisma.tenant.count(), prisma.application.count(), prisma.apiKey.count()]);
  const before = await count();
  await prisma.apiKey.deleteMany({ where: { last4: demoKey.slice(-4) } });
  await seedSandbox(service, "http://127.0.0.1:4004", appUrl);
  expect(await count()).toEqual(before);
  const demo = await findDemoApplication(prisma);
  expect(demo?.upstream).toBe("http://127.0.0.1:4004");
  await prisma.apiKey.deleteMany({ where: { applicationId: demo?.id ?? "" } });
  await prisma.application.deleteMany({ where: { id: demo?.id ?? "" } });
  await seedSandbox(service, "http://127.0.0.1:4005", appUrl);
  expect(await count()).toEqual(before);
  expect((await findDemoApplication(prisma))?.upstream).toBe("http://127.0.0.1:4005");
});

it("lets the sample page open the widget, also after the port has changed, and keeps the origins that were added", async () => {
  const originsOf = async () => (await findDemoApplication(database.prisma))?.allowedOrigins;
  expect(await originsOf()).toEqual([appUrl, "http://127.0.0.1:4000"]);
  const id = (await findDemoApplication(database.prisma))?.id ?? "";
  const added = "https://shop.example.com";
  await database.prisma.application.update({ where: { id }, data: { allowedOrigins: [added] } });
  await seedSandbox(service, "http://127.0.0.1:4005", "http://127.0.0.1:4010");
  expect(await originsOf()).toEqual([added, "http://127.0.0.1:4010", "http://localhost:4010"]);
  const entries = () => database.prisma.auditEntry.count({ where: { action: "application.updated", targetId: id } });
  const before = await entries();
  await seedSandbox(service, "http://127.0.0.1:4005", "http://127.0.0.1:4010");
  expect(await entries()).toBe(before);
});
