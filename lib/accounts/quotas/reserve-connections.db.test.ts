import { expect, it } from "vitest";
import { countCertificates } from "@/lib/accounts/quotas/count-certificates";
import { releaseDomains } from "@/lib/accounts/quotas/release-domains";
import { reserveConnections } from "@/lib/accounts/quotas/reserve-connections";
import { inTransaction } from "@/lib/db/transaction";
import type { PlanName, UsageKind } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";
import { createTestTenant, createWorld } from "@/lib/runtime/testing/context";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

const database = setUpDatabase();
const world = createWorld(database, { upgradeUrl: "https://app.example.com/usage" });

async function tenantOn(plan: string): Promise<Context> {
  const { ctx, tenantId } = await createTestTenant(world.service);
  await database.prisma.tenant.update({ where: { id: tenantId }, data: { plan } });
  return ctx;
}

const reserve = (ctx: Context, wanted: number) =>
  inTransaction(ctx, (tx) => reserveConnections(ctx, tx, "live", wanted));

async function used(ctx: Context, month = "2026-01-01"): Promise<Partial<Record<UsageKind, number>>> {
  const rows = await database.prisma.usageCounter.findMany({ where: { tenantId: ctx.tenantId } });
  const current = rows.filter((row) => ["1970-01-01", month].includes(row.period.toISOString().slice(0, 10)));
  return Object.fromEntries(current.map((row) => [row.kind, Number(row.used)]));
}

/** Leaves `left` of the plan's 200. */
async function leave(ctx: Context, left: number): Promise<void> {
  expect((await reserve(ctx, 200 - left)).granted).toBe(200 - left);
}

it("grants exactly what is left to 200 who ask at once", async () => {
  const ctx = await tenantOn("pro");
  await leave(ctx, 37);
  const answers = await Promise.all(Array.from({ length: 200 }, () => reserve(ctx, 1)));
  expect(answers.filter((answer) => answer.granted === 1)).toHaveLength(37);
  expect(answers.filter((answer) => answer.refusal?.code === "QuotaExceeded")).toHaveLength(163);
  expect(await used(ctx)).toEqual({ connect: 200, active_domain: 200 });
});

it("grants exactly what is left to batches and single ones at once, in a month that nobody has begun", async () => {
  const ctx = await tenantOn("pro");
  const sizes = Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? 1 : index));
  const answers = await Promise.all(sizes.map((wanted) => reserve(ctx, wanted)));
  expect(answers.reduce((sum, answer) => sum + answer.granted, 0)).toBe(200);
  for (const [index, answer] of answers.entries()) {
    expect(answer.refusal === null).toBe(answer.granted === sizes[index]);
  }
  expect(await used(ctx)).toEqual({ connect: 200, active_domain: 200 });
});

it("takes a batch item by item: with 5 left and 8 wanted, 5 are granted", async () => {
  const ctx = await tenantOn("pro");
  await leave(ctx, 5);
  const { granted, refusal } = await reserve(ctx, 8);
  expect(granted).toBe(5);
  expect(refusal?.status).toBe(402);
  expect(refusal?.fields).toEqual({ limit: 200, plan: "pro", upgradeUrl: "https://app.example.com/usage" });
  expect(refusal?.details).toEqual({ kind: "connect", used: 200, periodEnd: new Date("2026-02-01T00:00:00Z") });
  expect(refusal?.message).toBe(
    "You have reached the Pro plan's limit of 200 connections started in a month. Choose a larger plan, or wait until 2026-02-01 (UTC), when a new month begins: https://app.example.com/usage",
  );
});

it("gives everything back when the transaction rolls back", async () => {
  const ctx = await tenantOn("free");
  const failing = inTransaction(ctx, async (tx) => {
    expect((await reserveConnections(ctx, tx, "live", 3)).granted).toBe(3);
    throw new Error("the rest failed");
  });
  await expect(failing).rejects.toThrow("the rest failed");
  expect((await reserve(ctx, 3)).granted).toBe(3);
  expect((await reserve(ctx, 1)).granted).toBe(0);
});

it("begins a new month with new connects, but the domains that are active stay counted", async () => {
  const ctx = await tenantOn("free");
  await reserve(ctx, 3);
  await inTransaction(ctx, (tx) => releaseDomains(ctx, tx, "live", 1));
  expect((await reserve(ctx, 1)).refusal?.details).toMatchObject({ kind: "connect", used: 3 });
  // The last moment of January and the first of February.
  world.set(new Date("2026-01-31T23:59:59.999Z"));
  expect((await reserve(ctx, 1)).granted).toBe(0);
  world.set(new Date("2026-02-01T00:00:00Z"));
  const { granted, refusal } = await reserve(ctx, 2);
  world.set(new Date("2026-01-01T00:00:00Z"));
  expect(granted).toBe(1);
  expect(refusal?.details).toEqual({ kind: "active_domain", used: 3, periodEnd: null });
  expect(refusal?.message).toContain("Archive connections");
  expect(await used(ctx, "2026-02-01")).toEqual({ connect: 1, active_domain: 3 });
});

it("never counts fewer than no active domains", async () => {
  const ctx = await tenantOn("free");
  await inTransaction(ctx, (tx) => releaseDomains(ctx, tx, "live", 1));
  await reserve(ctx, 1);
  for (let round = 0; round < 3; round += 1) await inTransaction(ctx, (tx) => releaseDomains(ctx, tx, "live", 1));
  expect(await used(ctx)).toEqual({ connect: 1, active_domain: 0 });
});

it("stops new connections, and no certificate, at the month's limit of certificates", async () => {
  const ctx = await tenantOn("free");
  const count = () => inTransaction(ctx, (tx) => countCertificates(ctx, tx, "live", 1));
  for (let round = 0; round < 9; round += 1) await count();
  expect((await reserve(ctx, 1)).granted).toBe(1);
  await Promise.all([count(), count(), count()]);
  expect(await used(ctx)).toMatchObject({ cert: 12, connect: 1 });
  const { granted, refusal } = await reserve(ctx, 1);
  expect([granted, refusal?.details]).toEqual([
    0,
    { kind: "cert", used: 12, periodEnd: new Date("2026-02-01T00:00:00Z") },
  ]);
  expect(refusal?.fields).toMatchObject({ limit: 10 });
  expect(await used(ctx)).toMatchObject({ connect: 1, active_domain: 1 });
});

it("counts without bounds where the plan has none", async () => {
  const ctx = await tenantOn("enterprise");
  const answers = await Promise.all(Array.from({ length: 20 }, () => reserve(ctx, 1_000)));
  expect(answers.every((answer) => answer.granted === 1_000 && answer.refusal === null)).toBe(true);
  expect(await used(ctx)).toEqual({ connect: 20_000, active_domain: 20_000 });
});

it("refuses while the plan is used up, and grants at once when it is changed", async () => {
  const ctx = await tenantOn("pro");
  await leave(ctx, 0);
  await database.prisma.tenant.update({ where: { id: ctx.tenantId }, data: { plan: "growth" satisfies PlanName } });
  expect((await reserve(ctx, 1)).granted).toBe(1);
  // Down again: what is over the limit stays, and nothing more is granted.
  await database.prisma.tenant.update({ where: { id: ctx.tenantId }, data: { plan: "free" } });
  expect(await reserve(ctx, 1)).toMatchObject({ granted: 0, refusal: { fields: { limit: 3, plan: "free" } } });
  expect(await used(ctx)).toEqual({ connect: 201, active_domain: 201 });
});

it("treats a plan that does not exist as the free one, and says so in the log", async () => {
  const said: unknown[] = [];
  const ctx = await tenantOn("gold");
  const log = { ...ctx.log, warn: (...words: unknown[]) => said.push(words) } as unknown as Context["log"];
  expect(await reserve({ ...ctx, log }, 4)).toMatchObject({ granted: 3, refusal: { fields: { plan: "free" } } });
  expect(JSON.stringify(said)).toContain("gold");
});

it("leaves another tenant's counters alone", async () => {
  const [mine, theirs] = [await tenantOn("free"), await tenantOn("free")];
  await reserve(mine, 5);
  expect(await used(theirs)).toEqual({});
  expect((await reserve(theirs, 3)).granted).toBe(3);
  await inTransaction(mine, (tx) => releaseDomains(mine, tx, "live", 1));
  expect([await used(mine), await used(theirs)]).toEqual([
    { connect: 3, active_domain: 2 },
    { connect: 3, active_domain: 3 },
  ]);
});
