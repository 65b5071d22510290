import fc from "fast-check";
import { expect, it } from "vitest";
import { getUsage } from "@/lib/accounts/quotas/get-usage";
import { type Reservation, reserveUsage } from "@/lib/accounts/quotas/reserve-usage";
import { inTransaction } from "@/lib/db/transaction";
import { type UsageKind, usageKindNames, usageKinds } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";
import { createTestTenant, createWorld } from "@/lib/runtime/testing/context";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

const database = setUpDatabase();
const world = createWorld(database, { upgradeUrl: "https://app.example.com/usage" });

async function tenantWith(limitOverrides: Record<string, number> = {}): Promise<Context> {
  const { ctx, tenantId } = await createTestTenant(world.service, { plan: "free" });
  await database.prisma.tenant.update({ where: { id: tenantId }, data: { limitOverrides } });
  return ctx;
}

const reserve = (ctx: Context, kind: UsageKind, wanted: number): Promise<Reservation> =>
  inTransaction(ctx, (tx) => reserveUsage(ctx, tx, wanted, [kind]));

const periodEnds = { day: new Date("2026-01-11T00:00:00Z"), month: new Date("2026-02-01T00:00:00Z"), never: null };

it.each(usageKindNames)(
  "says of %s which limit was reached, how much was used, on which plan, and until when",
  async (kind) => {
    world.set(new Date("2026-01-10T12:00:00Z"));
    const { stored, reset, noun } = usageKinds[kind];
    const ctx = await tenantWith({ [stored]: 7 });
    expect(await reserve(ctx, kind, 6)).toEqual({ granted: 6, refusal: null });
    const { granted, refusal } = await reserve(ctx, kind, 4);
    expect(granted).toBe(1);
    expect(refusal).toMatchObject({
      code: "QuotaExceeded",
      fields: { limit: 7, plan: "free", upgradeUrl: "https://app.example.com/usage" },
      details: { kind: stored, used: 7, periodEnd: periodEnds[reset] },
    });
    const way = {
      day: "wait until 2026-01-11 (UTC)",
      month: "wait until 2026-02-01 (UTC)",
      never: "Archive connections",
    };
    expect(refusal?.message).toContain(`your limit of 7 ${noun}`);
    expect(refusal?.message).toContain(way[reset]);
    expect((await getUsage(ctx, {}))[kind]).toEqual({ used: 7, limit: 7, remaining: 0, periodEnd: periodEnds[reset] });
  },
);

it("hides limit, plan and kind from the bearer of a widget token", async () => {
  const ctx = await tenantWith({ test_check: 0, test_cert: 0, test_connect: 0 });
  const visitor: Context = {
    ...ctx,
    actor: {
      kind: "widget",
      tokenId: "t",
      applicationId: "a",
      environment: "test",
      hostname: null,
      endUserRef: null,
      expiresAt: ctx.now(),
      scopes: [],
      allowedOrigins: [],
    },
  };
  for (const kind of ["testCheck", "testCert", "testConnect"] as const) {
    const { refusal } = await reserve(visitor, kind, 1);
    expect([refusal?.fields, refusal?.details]).toEqual([undefined, undefined]);
    expect(refusal?.message).not.toMatch(/limit|plan|https/);
  }
});

it("starts at zero at midnight UTC, and not a moment earlier", async () => {
  const ctx = await tenantWith({ test_check: 5 });
  world.set(new Date("2026-01-31T00:00:00Z"));
  expect((await reserve(ctx, "testCheck", 9)).granted).toBe(5);
  world.set(new Date("2026-01-31T23:59:59.999Z"));
  expect((await reserve(ctx, "testCheck", 1)).granted).toBe(0);
  world.set(new Date("2026-02-01T00:00:00Z"));
  expect((await reserve(ctx, "testCheck", 9)).granted).toBe(5);
  // On the first, a day's row and a month's row have the same period; later in the month only the day's own row counts.
  world.set(new Date("2026-02-03T10:00:00Z"));
  expect((await getUsage(ctx, {})).testCheck.used).toBe(0);
});

it("refunds nothing when the clock is set back over midnight", async () => {
  const ctx = await tenantWith({ test_cert: 3 });
  world.set(new Date("2026-01-11T00:10:00Z"));
  expect((await reserve(ctx, "testCert", 3)).granted).toBe(3);
  world.set(new Date("2026-01-10T23:50:00Z"));
  const { granted, refusal } = await reserve(ctx, "testCert", 1);
  expect([granted, refusal?.details]).toEqual([
    0,
    { kind: "test_cert", used: 3, periodEnd: new Date("2026-01-12T00:00:00Z") },
  ]);
  world.set(new Date("2026-01-11T12:00:00Z"));
  expect((await reserve(ctx, "testCert", 1)).granted).toBe(0);
  world.set(new Date("2026-01-12T00:00:00Z"));
  expect((await reserve(ctx, "testCert", 1)).granted).toBe(1);
});

it("grants no day more than its limit, however the clock goes back and forth over midnight", async () => {
  const step = fc.record({ hours: fc.integer({ min: -12, max: 20 }), wanted: fc.integer({ min: 1, max: 4 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const ctx = await tenantWith({ test_connect: 5 });
      let now = Date.parse("2026-03-10T12:00:00Z");
      let latest = now;
      const grantedOn = new Map<number, number>();
      for (const { hours, wanted } of steps) {
        // Set back by at most 12 hours from the latest time it ever showed.
        now = Math.max(now + hours * 3_600_000, latest - 12 * 3_600_000);
        latest = Math.max(latest, now);
        world.set(new Date(now));
        const day = Math.floor(latest / 86_400_000);
        const { granted } = await reserve(ctx, "testConnect", wanted);
        grantedOn.set(day, (grantedOn.get(day) ?? 0) + granted);
      }
      expect(Math.max(...grantedOn.values())).toBeLessThanOrEqual(5);
    }),
    { numRuns: 12 },
  );
});

it("grants exactly what is left to 20 who ask at once, in a day that nobody has begun", async () => {
  world.set(new Date("2026-01-20T00:00:00Z"));
  const ctx = await tenantWith({ test_cert: 7 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => reserve(ctx, "testCert", 1)));
  expect(answers.filter(({ granted }) => granted === 1)).toHaveLength(7);
  expect(answers.filter(({ refusal }) => refusal?.code === "QuotaExceeded")).toHaveLength(13);
  expect((await getUsage(ctx, {})).testCert.used).toBe(7);
});
