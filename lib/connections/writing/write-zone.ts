import { noteCredentialUse } from "@/lib/accounts/credentials/note-credential-use";
import { type ConnectionRow, listConnectionRows } from "@/lib/connections/connection-row";
import { isOver } from "@/lib/connections/machine";
import { listRemovable } from "@/lib/connections/writing/list-removable";
import { mayRepair } from "@/lib/connections/writing/may-repair";
import { type OpenedZone, openZone } from "@/lib/connections/writing/open-zone";
import { refuseWriting, retryWriting, settleWritten } from "@/lib/connections/writing/settle-writing";
import { wantedRecords } from "@/lib/connections/writing/wanted-records";
import { type UnitOutcome, type WriteUnit, writeUnits } from "@/lib/connections/writing/write-units";
import { withZoneLease } from "@/lib/connections/writing/zone-lease";
import { findAdapter } from "@/lib/dns/adapters/adapters";
import type { ZonePlan } from "@/lib/dns/zones/plan-changes";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import type { Context } from "@/lib/platform/ports/context";

type ZoneInput = { credentialId: string; zone: string };

/** How soon a zone is tried again that another writer has. */
const leaseRetryMs = 1_000;
/** Connections of one run: as many as can be created by one request. */
const maxBatch = 500;
/** A run of a provider that takes one change a call ends within the time of a job. */
const maxSeconds = 15;
/** Web record and challenge. */
const changesOfOne = 2;

/**
 * Writes what the connections of one zone wait for: set-up, repair of drift, and removal after archiving. Everything is read
 * and planned afresh, so that a run that was killed at any point is completed by the next one.
 */
export async function writeZone(ctx: Context, input: ZoneInput): Promise<{ runAgainAt: Date | null }> {
  const first = await findPending(ctx, input, 1);
  if (first.length === 0) return { runAgainAt: await nextRetryAt(ctx, input) };
  const provider = await providerOf(ctx, input.credentialId);
  const leased = await withZoneLease(ctx, { provider, zone: input.zone }, async () => {
    // Read again: another writer may have done all of it while we waited for the lease.
    const pending = await findPending(ctx, input, batchOf(provider));
    const rows = await withoutArchived(ctx, pending);
    if (rows.length > 0) await writeRows(ctx, input, rows);
  });
  if (leased === null) return { runAgainAt: new Date(ctx.now().getTime() + leaseRetryMs) };
  return { runAgainAt: await nextRetryAt(ctx, input) };
}

async function writeRows(ctx: Context, input: ZoneInput, rows: readonly ConnectionRow[]): Promise<void> {
  const open = await openZone(ctx, input);
  if (open.kind === "fault") {
    const { fault, retry } = open;
    await noteUse(ctx, input.credentialId, fault);
    for (const row of rows) await fail(ctx, row, { kind: "fault", fault, retry });
    return;
  }
  const units = await unitsOf(ctx, rows);
  const outcomes = await writeUnits(ctx, open, units);
  const worst = outcomes.find((outcome) => outcome.kind === "fault");
  await noteUse(ctx, input.credentialId, worst?.fault ?? null);
  const failed = rows.flatMap((row, index) => {
    const outcome = outcomes[index];
    return outcome === undefined || outcome.kind === "written" ? [] : [{ row, outcome }];
  });
  for (const { row, outcome } of failed) await fail(ctx, row, outcome);
  await settleAll(ctx, open, rows, outcomes);
}

async function settleAll(
  ctx: Context,
  open: OpenedZone,
  rows: readonly ConnectionRow[],
  outcomes: readonly UnitOutcome[],
): Promise<void> {
  const written = rows.flatMap((row, index) => {
    const outcome = outcomes[index];
    return outcome?.kind === "written" ? [{ row, ...outcome }] : [];
  });
  await settleWritten(ctx, open, written);
}

async function fail(
  ctx: Context,
  row: ConnectionRow,
  outcome: Exclude<UnitOutcome, { kind: "written" }>,
): Promise<void> {
  if (outcome.kind === "conflict") {
    const fault = { code: "conflict_existing" as const, said: null, status: null, address: null, at: ctx.now() };
    await refuseWriting(ctx, row, fault, outcome.plan.conflicts);
  } else if (outcome.retry === null) {
    await refuseWriting(ctx, row, outcome.fault);
  } else {
    await retryWriting(ctx, row, outcome.fault, outcome.retry.afterMs);
  }
}

/** What each connection's purpose wants of the zone. */
async function unitsOf(ctx: Context, rows: readonly ConnectionRow[]): Promise<WriteUnit[]> {
  const removable = await listRemovable(
    ctx,
    rows.filter(({ writing }) => writing?.purpose === "removal"),
  );
  return rows.map((row) => {
    if (row.writing?.purpose === "removal") {
      return { row, wanted: [], unwanted: removable.get(row.id) ?? [], accepts: hasNoConflict, owns: false };
    }
    const proof = row.claim === null;
    const wanted = wantedRecords(row, ctx.policy.edge, { proof });
    const isRepair = row.writing?.purpose === "repair";
    const accepts = (plan: ZonePlan) => hasNoConflict(plan) || (isRepair && mayRepair(row, plan.conflicts));
    return { row, wanted, unwanted: [], accepts, owns: true };
  });
}

function hasNoConflict({ conflicts }: ZonePlan): boolean {
  return conflicts.length === 0;
}

async function findPending(ctx: Context, { credentialId, zone }: ZoneInput, limit: number): Promise<ConnectionRow[]> {
  const now = ctx.now();
  const due = await ctx.database.prisma.connectionWriting.findMany({
    where: {
      tenantId: ctx.tenantId,
      credentialId,
      zone,
      status: "pending",
      OR: [{ retryAt: null }, { retryAt: { lte: now } }],
    },
    select: { connectionId: true },
    orderBy: { requestedAt: "asc" },
    take: limit,
  });
  return listConnectionRows(
    ctx,
    due.map(({ connectionId }) => connectionId),
  );
}

/** What ended meanwhile is not written any more. */
async function withoutArchived(ctx: Context, pending: readonly ConnectionRow[]): Promise<ConnectionRow[]> {
  const isObsolete = ({ state, writing }: ConnectionRow) => isOver(state) && writing?.purpose !== "removal";
  const ids = pending.filter(isObsolete).map(({ id }) => id);
  if (ids.length > 0) {
    await ctx.database.prisma.connectionWriting.updateMany({
      where: { tenantId: ctx.tenantId, connectionId: { in: ids }, purpose: { not: "removal" } },
      data: { status: "refused", retryAt: null },
    });
  }
  return pending.filter((row) => !isObsolete(row));
}

async function nextRetryAt(ctx: Context, { credentialId, zone }: ZoneInput): Promise<Date | null> {
  const next = await ctx.database.prisma.connectionWriting.findFirst({
    where: { tenantId: ctx.tenantId, credentialId, zone, status: "pending" },
    select: { retryAt: true },
    orderBy: { retryAt: { sort: "asc", nulls: "first" } },
  });
  return next === null ? null : (next.retryAt ?? ctx.now());
}

/** With one call a change, no more than the provider's rate allows within one run. */
function batchOf(provider: string): number {
  const facts = findAdapter(provider)?.facts;
  if (facts === undefined || facts.batch > 1) return maxBatch;
  const { requests, seconds } = facts.rate;
  const calls = Math.floor((requests / seconds) * maxSeconds);
  return Math.min(maxBatch, Math.max(1, Math.floor(calls / changesOfOne)));
}

async function providerOf(ctx: Context, credentialId: string): Promise<string> {
  const credential = await ctx.database.prisma.dnsCredential.findFirst({
    where: { id: credentialId, tenantId: ctx.tenantId },
    select: { provider: true },
  });
  return credential?.provider ?? "";
}

async function noteUse(ctx: Context, credentialId: string, fault: { code: string; said: string | null } | null) {
  const isOwn = fault !== null && fault.code !== "write_not_visible";
  const said = fault?.said ?? undefined;
  const thrown = isOwn ? new ProviderFault(fault.code as ProviderFault["code"], { said }) : null;
  await noteCredentialUse(ctx, credentialId, thrown);
}
