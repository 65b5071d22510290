import fc from "fast-check";
import { expect, it } from "vitest";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords, type RecordsCheck } from "@/lib/connections/check-records";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { createConnection } from "@/lib/connections/create-connection";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import { createRecheckRecords } from "@/lib/connections/recheck-records";
import { type Confirmation, confirmObservations } from "@/lib/connections/record-observation";
import { inTransaction } from "@/lib/db/transaction";
import { isRefusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";
import { type TestTenant, testEdge, validCertificate } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const minute = 60_000;
const pairs = 3;
const { database, world, tenant, other } = setUpWorld({ per: "file", policy: { sandbox: false } });
let worlds = 0;

type Live = { id: string; hostname: string };

async function connectLive(of: TestTenant, hostname: string): Promise<Live> {
  world.silence(false);
  world.delegate("com", ["ns1.provider.com", "ns2.provider.com"]);
  world.edgeAnswers(() => validCertificate(world.service.now()));
  const { ctx, applicationId } = of;
  const { id, ownershipChallenge } = await createConnection(ctx, { applicationId, hostname, setupType: "manual" });
  world.publish(ownershipChallenge.name, "TXT", [ownershipChallenge.value]);
  world.publish(hostname, "CNAME", [testEdge.hostname]);
  await checkOwnership(ctx, { connectionId: id });
  await checkRecords(ctx, { connectionId: id });
  await probeCertificate(ctx, { connectionId: id });
  return { id, hostname };
}

/** Everything that a check may have written, with the names and ids of the pair left out. */
async function traceOf(ctx: Context, { id, hostname }: Live) {
  const { claim, challengeValue, tenantId, applicationId, registrableDomain, ...row } = await getConnectionRow(ctx, id);
  const events = await database.prisma.event.findMany({
    where: { connectionId: id },
    orderBy: { sequence: "asc" },
    select: { sequence: true, type: true, data: true, createdAt: true },
  });
  const jobs = await database.prisma.job.findMany({
    where: { key: { endsWith: id } },
    orderBy: { name: "asc" },
    select: { name: true, runAt: true, pool: true, generation: true },
  });
  const text = JSON.stringify({ row, events, jobs }).replaceAll(applicationId, "application");
  const domain = hostname.slice(hostname.indexOf(".") + 1);
  return JSON.parse(text.replaceAll(id, "id").replaceAll(challengeValue, "value").replaceAll(domain, "domain"));
}

const published = fc.constantFrom("right", "wrong", "absent", "half");
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("publish" as const), pair: fc.nat(pairs - 1), what: published }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("check" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("silence" as const), on: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), minutes: fc.constantFrom(1, 10, 61) }) },
);

function publish(hostname: string, what: "right" | "wrong" | "absent" | "half"): void {
  const values = { right: [testEdge.hostname], wrong: ["old.example.net"], absent: [], half: [testEdge.hostname] };
  world.publish(hostname, "CNAME", values[what]);
  if (what === "half") world.publishOnFirst(hostname, "CNAME", ["old.example.net"]);
}

it("checks that are made together leave the same rows, events and jobs as each alone", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      worlds += 1;
      const alone: Live[] = [];
      const together: Live[] = [];
      for (let pair = 0; pair < pairs; pair += 1) {
        alone.push(await connectLive(tenant, `shop.alone${worlds}-${pair}.com`));
        together.push(await connectLive(other, `shop.both${worlds}-${pair}.com`));
      }
      const recheck = createRecheckRecords(world.service);
      for (const one of steps) {
        if (one.do === "wait") world.advance(one.minutes * minute);
        if (one.do === "silence") world.silence(one.on);
        if (one.do === "publish")
          for (const side of [alone, together]) publish(side[one.pair]?.hostname ?? "", one.what);
        if (one.do !== "check") continue;
        const single: RecordsCheck[] = [];
        for (const { id } of alone) single.push(await checkRecords(tenant.ctx, { connectionId: id }));
        const bulk = await Promise.all(together.map(({ id }) => recheck(other.ctx, { connectionId: id })));
        expect(bulk).toEqual(single);
        world.advance(1_000);
      }
      for (let pair = 0; pair < pairs; pair += 1) {
        const [first, second] = [alone[pair], together[pair]];
        if (!first || !second) throw new Error("no pair");
        expect(await traceOf(other.ctx, second)).toEqual(await traceOf(tenant.ctx, first));
      }
    }),
    { seed: 16, numRuns: 10 },
  );
}, 300_000);

it("a check that sees nothing new writes its time, and announces no change", async () => {
  const { id } = await connectLive(tenant, `shop.quiet${++worlds}.com`);
  await checkRecords(tenant.ctx, { connectionId: id });
  world.advance(10 * minute);
  const before = await getConnectionRow(tenant.ctx, id);
  const { runAgainAt } = await createRecheckRecords(world.service)(tenant.ctx, { connectionId: id });
  const after = await getConnectionRow(tenant.ctx, id);
  expect(after).toEqual({ ...before, recordsCheckedAt: world.service.now() });
  expect(runAgainAt).toEqual(new Date(world.service.now().getTime() + 10 * minute));
});

it("finds no connection of another tenant", async () => {
  const { id } = await connectLive(tenant, `shop.theirs${++worlds}.com`);
  world.advance(minute);
  const recheck = createRecheckRecords(world.service);
  const [own, foreign] = await Promise.allSettled([
    recheck(tenant.ctx, { connectionId: id }),
    recheck(other.ctx, { connectionId: id }),
  ]);
  expect(own.status).toBe("fulfilled");
  expect(foreign.status === "rejected" && isRefusal(foreign.reason) && foreign.reason.code).toBe("not_found");
});

it("confirms only what is as it was read, and no earlier than what is stored", async () => {
  const live = await connectLive(tenant, `shop.stale${++worlds}.com`);
  const { id, tenantId, state, recordsCheckedAt } = await getConnectionRow(tenant.ctx, live.id);
  const at = (ms: number) => new Date((recordsCheckedAt?.getTime() ?? 0) + ms);
  const seen: Confirmation = { id, tenantId, state, recordsCheckedAt, startedAt: at(60_000) };
  const confirm = async (changes: Partial<Confirmation>) =>
    (await confirmObservations(world.service, [{ ...seen, ...changes }]))[0];
  expect(await confirm({ tenantId: other.tenantId })).toBe(false);
  expect(await confirm({ state: "drifted" })).toBe(false);
  expect(await confirm({ recordsCheckedAt: at(-1) })).toBe(false);
  expect(await confirm({ startedAt: at(0) })).toBe(false);
  expect((await getConnectionRow(tenant.ctx, id)).recordsCheckedAt).toEqual(recordsCheckedAt);
  expect(await confirm({})).toBe(true);
  expect(await confirm({})).toBe(false);
});

it("waits for no transaction that holds one of the rows", async () => {
  // The embedded engine runs transactions in sequence.
  if (database.engine !== "postgres") return;
  const [held, free] = [
    await connectLive(tenant, `shop.held${++worlds}.com`),
    await connectLive(tenant, "shop.free.com"),
  ];
  const seen = await Promise.all(
    [held, free].map(async ({ id }): Promise<Confirmation> => {
      const { tenantId, state, recordsCheckedAt } = await getConnectionRow(tenant.ctx, id);
      return { id, tenantId, state, recordsCheckedAt, startedAt: new Date(world.service.now().getTime() + minute) };
    }),
  );
  await inTransaction({ database }, async (tx) => {
    await tx.$queryRaw`SELECT id FROM connections WHERE id = ${held.id}::uuid FOR UPDATE`;
    expect(await confirmObservations(world.service, seen)).toEqual([false, true]);
  });
});

it("no index contains what a check writes that sees nothing new", async () => {
  const indexes = await database.prisma.$queryRaw<{ definition: string }[]>`
    SELECT pg_get_indexdef(indexrelid) AS definition FROM pg_index WHERE indrelid = 'connections'::regclass`;
  expect(indexes.length).toBeGreaterThan(5);
  expect(indexes.filter(({ definition }) => definition.includes("records_checked_at"))).toEqual([]);
});
