import fc from "fast-check";
import { expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { createConnectionEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { createConnection } from "@/lib/connections/create-connection";
import { activeStates } from "@/lib/connections/machine";
import type { Database } from "@/lib/db/client";
import type { IdempotencyStore, Tx } from "@/lib/db/transaction";
import { isRefusal } from "@/lib/kernel/errors";
import { plans } from "@/lib/kernel/plans";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant, type TestTenant } from "@/lib/runtime/testing/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, tenant, other } = setUpWorld({ per: "file" });
const route = handle(createConnectionEndpoint, createConnection);

let names = 0;
const nextName = () => `together${++names}.acme.test`;

/** With so many connections left in its plan, and a key. */
async function tenantWith(left: number): Promise<TestTenant & { secret: string }> {
  const made = await createTestTenant(world.service, { plan: "pro" });
  const { tenantId, applicationId } = made;
  const used = (plans.pro.limits.connect ?? 0) - left;
  const period = new Date("1970-01-01");
  await database.prisma.usageCounter.create({ data: { tenantId, kind: "active_domain", period, used } });
  const admin = onBehalfOf(world.service, tenantId, { kind: "admin" });
  const { secret } = await createKey(admin, { id: applicationId, name: "k", scopes: ["connections:write"] });
  return { ...made, secret };
}

type Request = { hostname: number; key: number | null; contest: boolean; isValid: boolean; late: boolean };

const request: fc.Arbitrary<Request> = fc.record({
  hostname: fc.nat({ max: 9 }),
  key: fc.option(fc.nat({ max: 4 })),
  contest: fc.boolean(),
  isValid: fc.nat({ max: 5 }).map((chance) => chance > 0),
  late: fc.boolean(),
});

it("requests at the same time end as they would alone: one connection a hostname, one response a key, exactly the quota, and no refusal is another's", async () => {
  const seen = { replays: 0, refusals: new Set<string>() };
  const run = async (requests: Request[], left: number) => {
    const mine = await tenantWith(left);
    const { tenantId, applicationId, secret } = mine;
    const base = names;
    names += 10;
    const nameOf = (each: Request) =>
      each.isValid ? `together${base + 1 + each.hostname}.acme.test` : `${each.hostname}_.acme.test`;
    const send = async (each: Request) => {
      if (each.late) await new Promise((resolve) => setImmediate(resolve));
      const body = {
        application_id: applicationId,
        hostname: nameOf(each),
        setup_type: "manual",
        contest: each.contest,
      };
      const headers: Record<string, string> = each.key === null ? {} : { "idempotency-key": `k${each.key}` };
      return callRoute(route, secret, { body, headers });
    };
    const answers = await Promise.all(requests.map(send));
    const created = new Map<string, number>();
    const byKey = new Map<number, string>();
    for (const [index, { status, json, headers }] of answers.entries()) {
      const asked = requests[index] as Request;
      if (status === 201) {
        expect(json.hostname).toBe(nameOf(asked));
        const isReplay = headers.get("idempotency-replayed") === "true";
        if (isReplay) seen.replays += 1;
        else created.set(json.id, index);
        if (asked.key === null) continue;
        expect(byKey.get(asked.key) ?? json.id).toBe(json.id);
        byKey.set(asked.key, json.id);
        continue;
      }
      seen.refusals.add(json.error.code);
      const own = asked.isValid ? ["HostnameConflict", "QuotaExceeded"] : ["invalid"];
      expect(asked.key === null ? own : [...own, "idempotency_conflict"]).toContain(json.error.code);
    }
    const rows = await database.prisma.connection.findMany({ where: { tenantId } });
    expect(rows.map(({ id }) => id).sort()).toEqual([...created.keys()].sort());
    expect(new Set(rows.map(({ hostname }) => hostname)).size).toBe(rows.length);
    expect(rows.length).toBeLessThanOrEqual(left);
    const wanted = new Set(requests.filter(({ isValid }) => isValid).map(nameOf));
    // Keys that were used for two hostnames refuse the second.
    if (requests.every(({ key }) => key === null)) expect(rows.length).toBe(Math.min(left, wanted.size));
    const audits = await database.prisma.auditEntry.findMany({ where: { tenantId, action: "connection.created" } });
    expect(audits.map(({ targetId }) => targetId).sort()).toEqual([...created.keys()].sort());
    for (const { targetId, requestId } of audits) {
      expect(requestId).toBe(answers[created.get(targetId) ?? -1]?.headers.get("x-request-id"));
    }
    const usage = { where: { tenantId, kind: "active_domain" as const } };
    const active = rows.filter(({ state }) => (activeStates as string[]).includes(state)).length;
    expect(Number((await database.prisma.usageCounter.findFirst(usage))?.used)).toBe(
      (plans.pro.limits.connect ?? 0) - left + active,
    );
    const stored = await database.prisma.idempotencyKey.findMany({ where: { tenantId } });
    expect(stored.map(({ key }) => key).sort()).toEqual([...byKey.keys()].map((key) => `k${key}`).sort());
    const sum = stored.reduce((bytes, row) => bytes + row.bytes, 0);
    expect(Number((await database.prisma.idempotencyUsage.findUnique({ where: { tenantId } }))?.bytes ?? 0)).toBe(sum);
    expect(await database.prisma.event.count({ where: { tenantId, type: "connection.created" } })).toBe(rows.length);
    // A retry of what was done is a replay; of what was refused for its own sake, the same refusal.
    for (const [index, each] of requests.entries()) {
      if (each.key === null || answers[index]?.status !== 201) continue;
      const again = await send(each);
      expect([again.status, again.json.id]).toEqual([201, answers[index]?.json.id]);
    }
  };
  const requests = fc.array(request, { minLength: 2, maxLength: 24 });
  await fc.assert(fc.asyncProperty(requests, fc.integer({ min: 0, max: 12 }), run), {
    numRuns: 15,
    endOnFailure: true,
    examples: [
      [Array.from({ length: 8 }, () => ({ hostname: 1, key: 1, contest: false, isValid: true, late: false })), 5],
      [
        Array.from({ length: 10 }, (_, hostname) => ({
          hostname,
          key: null,
          contest: false,
          isValid: true,
          late: false,
        })),
        4,
      ],
    ],
  });
  expect(seen.replays).toBeGreaterThan(0);
  expect([...seen.refusals].sort()).toEqual(["HostnameConflict", "QuotaExceeded", "idempotency_conflict", "invalid"]);
});

function store(save: (tx: Tx) => Promise<unknown>): IdempotencyStore {
  return {
    key: nextName(),
    claim: async () => null,
    release: async () => undefined,
    save: async (tx) => void (await save(tx)),
  };
}

function create(ctx: Context, { applicationId }: TestTenant) {
  return createConnection(ctx, { applicationId, hostname: nextName(), setupType: "manual" });
}

it("a request whose work breaks the transaction that it shares fails alone", async () => {
  const { ctx, tenantId } = tenant;
  const broken = { ...ctx, idempotency: store((tx) => tx.$executeRaw`SELECT 1 / 0`) };
  const contexts = [ctx, ctx, broken, ctx, ctx];
  const ends = await Promise.allSettled(contexts.map((each) => create(each, tenant)));
  expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled", "fulfilled"]);
  expect(await database.prisma.connection.count({ where: { tenantId } })).toBe(4);
});

it("where nobody knows whether the commit arrived, each request fails with that, and none is done twice", async () => {
  const { applicationId } = other;
  let commits = 0;
  const lost = new Error("the connection was lost");
  // Its first transaction goes through; from then on, commits arrive and their confirmation does not.
  const prisma = new Proxy(database.prisma, {
    get(target, name) {
      if (name !== "$transaction") return Reflect.get(target, name, target);
      return async (work: never, options: never) => {
        commits += 1;
        const answer = await target.$transaction(work, options);
        if (commits > 1) throw lost;
        return answer;
      };
    },
  });
  const ctx: Context = { ...other.ctx, database: { ...database, prisma, primary: prisma } as Database };
  const ends = await Promise.allSettled(Array.from({ length: 6 }, () => create(ctx, other)));
  expect(ends.map(({ status }) => status)).toEqual(["fulfilled", ...Array.from({ length: 5 }, () => "rejected")]);
  for (const end of ends.slice(1)) expect(end).toMatchObject({ reason: lost });
  expect(commits).toBe(2);
  expect(await database.prisma.connection.count({ where: { applicationId } })).toBe(6);
});

it("requests of one caller share transactions, and those of others, or for other applications, do not wait for them", async () => {
  const [one, two] = [await createTestTenant(world.service), await createTestTenant(world.service)];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = { ...one.ctx, idempotency: store(() => held) };
  const first = create(slow, one);
  const waiting = create(one.ctx, one);
  if (database.engine === "postgres") await create(two.ctx, two);
  release();
  await Promise.all([first, waiting]);
  const missing = { ...one, applicationId: two.applicationId };
  const ends = await Promise.allSettled([create(one.ctx, missing), create(one.ctx, one), create(one.ctx, missing)]);
  expect(ends.map((end) => end.status === "fulfilled" || (isRefusal(end.reason) && end.reason.code))).toEqual([
    "not_found",
    true,
    "not_found",
  ]);
});
