import { beforeEach, expect, it } from "vitest";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { countConnections } from "@/lib/connections/count-connections";
import { createConnection } from "@/lib/connections/create-connection";
import { exportConnections } from "@/lib/connections/export-connections";
import { listCauses } from "@/lib/connections/list-causes";
import { listConnections } from "@/lib/connections/list-connections";
import { recordFinding } from "@/lib/connections/record-finding";
import {
  createConnectionSchema,
  exportConnectionsSchema,
  listCausesSchema,
  listConnectionsSchema,
} from "@/lib/connections/schema";
import { diagnoseConnection } from "@/lib/diagnosis/diagnose-connection";
import { challenge } from "@/lib/dns/records/challenge";
import { silentLog } from "@/lib/kernel/log";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { validCertificate } from "@/lib/runtime/testing/context";
import { parseCsv } from "@/lib/runtime/testing/parse-csv";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { jobHandlers } from "@/lib/runtime/worker/registry";

const { database, world, service, tenant, other } = setUpWorld();

beforeEach(() => world.delegate("acme.test", ["ns1.provider.test", "ns2.provider.test"]));

function connect(hostname: string, on = tenant) {
  return createConnection(on.ctx, createConnectionSchema.parse({ applicationId: on.applicationId, hostname }));
}

const listOf = (input: object, ctx = tenant.ctx) => listConnections(ctx, listConnectionsSchema.parse(input));
const causesOf = async (input: object = {}, ctx = tenant.ctx) =>
  (await listCauses(ctx, listCausesSchema.parse(input))).data;

async function findingOf(id: string) {
  return (await listOf({})).data.find((row) => row.id === id)?.finding ?? null;
}

async function work(ms: number, stepMs = 15_000): Promise<void> {
  for (let passed = 0; passed <= ms; passed += stepMs) {
    await drainJobs(database, {
      now: world.service.now,
      handlers: jobHandlers(world.service),
      log: silentLog,
      concurrency: 4,
      budgetMs: 60_000,
    });
    world.advance(stepMs);
  }
}

it("a domain gets its cause without anybody opening its page: an absence waits, a mistake is red", async () => {
  const { id, hostname, ownershipChallenge } = await connect("shop.acme.test");
  expect(await findingOf(id)).toBeNull();
  await work(75_000);
  expect(await findingOf(id)).toMatchObject({ code: "txt-missing", urgency: "waiting" });
  world.publish(challenge.name(hostname), "TXT", [`"${ownershipChallenge.value}"`]);
  await work(45_000);
  expect(await findingOf(id)).toMatchObject({ code: "txt-quoted", urgency: "mistake" });
  world.publish(challenge.name(hostname), "TXT", [ownershipChallenge.value]);
  world.publish(hostname, "CNAME", ["edge.latchkey.tset"]);
  world.edgeAnswers(() => validCertificate(world.service.now()));
  await work(60_000);
  expect(await findingOf(id)).toMatchObject({ code: "cname-target-missing", urgency: "mistake" });
  world.publish(hostname, "CNAME", ["edge.latchkey.test"]);
  await work(30_000);
  expect((await listOf({ state: ["live"] })).data).toMatchObject([{ id, finding: null }]);
});

it("what is missing for an hour is overdue, without a new diagnosis", async () => {
  const { id } = await connect("worker-cause.acme.test");
  await diagnoseConnection(tenant.ctx, { id });
  expect(await findingOf(id)).toMatchObject({ code: "txt-missing", urgency: "waiting" });
  world.advance(3_599_000);
  expect(await findingOf(id)).toMatchObject({ urgency: "waiting" });
  world.advance(1_000);
  expect(await findingOf(id)).toMatchObject({ urgency: "overdue" });
});

it("a cause that ends without a change that checks observe is gone after the next diagnosis", async () => {
  const { id } = await connect("race-cause.acme.test");
  const finding = {
    code: "worker-not-running",
    title: "The background worker is not running",
    urgency: "mistake" as const,
  };
  await recordFinding(tenant.ctx, { connectionId: id, takenAt: world.service.now(), finding, isScheduled: false });
  expect(await findingOf(id)).toMatchObject({ code: "worker-not-running" });
  await work(700_000, 60_000);
  expect(await findingOf(id)).toMatchObject({ code: "txt-missing" });
});

it("neither an older diagnosis, nor one from before the present state, nor one of another tenant replaces a cause", async () => {
  const { id } = await connect("race.acme.test");
  const createdAt = world.service.now();
  world.advance(10_000);
  const record = (code: string, takenAt: Date, ctx = tenant.ctx) =>
    recordFinding(ctx, {
      ...{ connectionId: id, takenAt, isScheduled: true },
      finding: { code, title: code, urgency: "mistake" },
    });
  await record("first", world.service.now());
  await record("older", new Date(world.service.now().getTime() - 1));
  await record("before", new Date(createdAt.getTime() - 1));
  await record("foreign", new Date(world.service.now().getTime() + 1), other.ctx);
  expect(await findingOf(id)).toMatchObject({ code: "first" });
  await archiveConnection(tenant.ctx, { id });
  await record("archived", new Date(world.service.now().getTime() + 1));
  expect(await findingOf(id)).toBeNull();
});

it("lists, counts and exports by cause, and counts causes, of what the caller may see", async () => {
  const record = async (hostname: string, code: string, on = tenant) => {
    const { id } = await connect(hostname, on);
    await recordFinding(on.ctx, {
      ...{ connectionId: id, takenAt: world.service.now(), isScheduled: true },
      finding: { code, title: `Title of ${code}`, urgency: "mistake" },
    });
    return id;
  };
  const first = await record("a.acme.test", "txt-quoted");
  const second = await record("b.acme.test", "txt-quoted");
  await record("c.acme.test", "leftover-ipv6");
  const archived = await record("d.acme.test", "leftover-ipv6");
  await archiveConnection(tenant.ctx, { id: archived });
  await connect("e.acme.test");
  await record("f.acme.test", "txt-quoted", other);

  expect((await listOf({ finding: "txt-quoted" })).data.map(({ id }) => id)).toEqual([second, first]);
  expect((await listOf({ finding: "txt-quoted", q: "b.acme" })).data.map(({ id }) => id)).toEqual([second]);
  expect((await listOf({ finding: "no-such-code" })).data).toEqual([]);
  expect((await countConnections(tenant.ctx, { finding: "txt-quoted" })).total.count).toBe(2);
  expect(await causesOf()).toEqual([
    { code: "txt-quoted", title: "Title of txt-quoted", count: 2 },
    { code: "leftover-ipv6", title: "Title of leftover-ipv6", count: 1 },
  ]);
  expect(await causesOf({ q: "c.acme" })).toEqual([
    { code: "leftover-ipv6", title: "Title of leftover-ipv6", count: 1 },
  ]);
  expect(await causesOf({}, other.ctx)).toEqual([{ code: "txt-quoted", title: "Title of txt-quoted", count: 1 }]);
  const token = onBehalfOf(service, tenant.tenantId, {
    ...{ kind: "widget", tokenId: "t", applicationId: tenant.applicationId, hostname: "a.acme.test" },
  } as never);
  expect((await listOf({ finding: "txt-quoted" }, token)).data.map(({ id }) => id)).toEqual([first]);

  const pages: string[] = [];
  let cursor: string | null | undefined;
  do {
    const input = exportConnectionsSchema.parse({ limit: 1, finding: "txt-quoted", ...(cursor && { cursor }) });
    const page = await exportConnections(tenant.ctx, input);
    pages.push(page.content);
    cursor = page.nextCursor;
  } while (cursor);
  const [head, ...rows] = parseCsv(pages.join(""));
  const column = (name: string) => rows.map((row) => row[head?.indexOf(name) ?? -1]);
  expect(column("id")).toEqual([second, first]);
  expect(column("finding_title")).toEqual(["Title of txt-quoted", "Title of txt-quoted"]);
  expect(column("urgency")).toEqual(["mistake", "mistake"]);
});
