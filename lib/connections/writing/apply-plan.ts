import { setTimeout as sleep } from "node:timers/promises";
import { noteCredentialUse } from "@/lib/accounts/credentials/note-credential-use";
import { toConnectionResource } from "@/lib/connections/connection-resource";
import { type ConnectionRow, getConnectionRow } from "@/lib/connections/connection-row";
import { isOver } from "@/lib/connections/machine";
import { transition } from "@/lib/connections/transition";
import { type OpenedZone, openZone } from "@/lib/connections/writing/open-zone";
import { refusalOfWriteFault } from "@/lib/connections/writing/refusal-of-write-fault";
import type { AppliedPlanResource } from "@/lib/connections/writing/schema";
import { enqueueChecks, recordWrites, type WrittenUnit } from "@/lib/connections/writing/settle-writing";
import {
  getPlan,
  isSamePlan,
  markApplied,
  type PlanBody,
  type StoredPlan,
  storePlan,
  toChanges,
} from "@/lib/connections/writing/stored-plan";
import { type UnitOutcome, writeUnits } from "@/lib/connections/writing/write-units";
import { withZoneLease } from "@/lib/connections/writing/zone-lease";
import { Prisma } from "@/lib/db/generated/client";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import type { ZonePlan } from "@/lib/dns/zones/plan-changes";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

type ApplyInput = { connectionId: string; planId: string; removeConflicts: boolean };

/**
 * Carries out a plan, as the only writer of the zone. Where the zone has changed since in what matters to it, nothing is
 * written, and the refusal has a new plan. Applying it twice writes once.
 * @throws Refusal not_found; invalid_state with `details.reason` `zone_changed` or `needs_confirmation`, and `details.plan`;
 * provider_error; rate_limited: another writer has the zone
 */
export async function applyPlan(ctx: Context, input: ApplyInput): Promise<AppliedPlanResource> {
  const row = await getConnectionRow(ctx, input.connectionId);
  const plan = await getPlan(ctx, input);
  const { provider } = plan.body;
  if (isOver(row.state) && plan.purpose !== "archive") {
    throw new Refusal("invalid_state", `${row.hostname} is ${row.state}: no records are written for it.`);
  }
  return whileFree(ctx, { provider, zone: plan.zone }, async () => {
    const open = await openZone(ctx, plan);
    if (open.kind === "fault") {
      throw refusalOfWriteFault(open.fault, provider, open.retry);
    }
    const { wanted, unwanted } = plan.body;
    const accepts = (fresh: ZonePlan) =>
      isDone(fresh) || (isUnchanged(plan, fresh) && (fresh.conflicts.length === 0 || input.removeConflicts));
    const owns = plan.purpose === "records";
    const [outcome] = await writeUnits(ctx, open, [{ row, wanted, unwanted, accepts, owns }]);
    if (outcome?.kind !== "written") throw await refusalOf(ctx, open, plan, outcome);
    await noteCredentialUse(ctx, open.credential.id, null);
    await settle(ctx, open, plan, { row, ...outcome });
    const now = await getConnectionRow(ctx, row.id);
    return {
      planId: plan.id,
      changes: toChanges(outcome.before, outcome.after),
      connection: toConnectionResource(now, ctx),
    };
  });
}

function isDone({ changes, conflicts }: ZonePlan): boolean {
  return changes.length === 0 && conflicts.length === 0;
}

/** What differs is what would be added or removed: that is all that a plan and its fresh form have to agree in. */
function isUnchanged({ body }: StoredPlan, fresh: ZonePlan): boolean {
  return isSamePlan(body, toComparable(fresh));
}

function toComparable({ changes, conflicts }: ZonePlan): Pick<PlanBody, "changes" | "conflicts"> {
  return {
    changes: changes.map(({ name, type, add, remove }) => {
      return { name, type, before: null, after: null, added: [...add], removed: [...remove] };
    }),
    conflicts: conflicts.map((conflict) => ({ ...conflict, values: [...conflict.values] })),
  };
}

/** With a plan of how the zone is now. */
async function refusalOf(
  ctx: Context,
  { credential, zone }: OpenedZone,
  stored: StoredPlan,
  outcome: Exclude<UnitOutcome, { kind: "written" }> | undefined,
): Promise<Refusal> {
  if (outcome === undefined) throw new Error("a plan was left without outcome");
  const { wanted, unwanted, provider } = stored.body;
  if (outcome.kind === "fault") {
    return refusalOfWriteFault(outcome.fault, provider, outcome.retry);
  }
  const { connectionId, purpose } = stored;
  const { plan: fresh, sets } = outcome;
  const plan = await storePlan(ctx, {
    ...{ connectionId, purpose, credential, zone: zone.name },
    ...{ wanted, unwanted, plan: fresh, sets },
  });
  if (!isUnchanged(stored, fresh)) {
    const text = "The zone has changed since the plan was made. Read the new plan.";
    return new Refusal("invalid_state", text, { details: { reason: "zone_changed", plan } });
  }
  const text = fresh.conflicts.every(({ removable }) => removable)
    ? "Other records are in the way. Read the conflicts of the plan, and confirm with remove_conflicts that they go."
    : "Other records are in the way that are never removed automatically. Change them at the DNS provider.";
  return new Refusal("invalid_state", text, { details: { reason: "needs_confirmation", plan } });
}

async function settle(ctx: Context, open: OpenedZone, plan: StoredPlan, unit: WrittenUnit): Promise<void> {
  const { row } = unit;
  await inTransaction(ctx, async (tx) => {
    await recordWrites(ctx, tx, open, [unit], () => plan.purpose);
    await markApplied(ctx, tx, plan.id);
    const changes = toChanges(unit.before, unit.after).length;
    await recordAudit(ctx, tx, "connection.records_applied", row.id, {
      hostname: row.hostname,
      purpose: plan.purpose,
      zone: open.zone.name,
      changes,
    });
    if (plan.purpose === "records" && !isOver(row.state)) await resume(ctx, tx, open, plan, row);
    await enqueueChecks(ctx, tx, [unit]);
  });
}

/** The records are written: the connection goes on as one that is set up automatically, and is checked closely. */
async function resume(ctx: Context, tx: Tx, { credential }: OpenedZone, plan: StoredPlan, row: ConnectionRow) {
  const now = ctx.now();
  await tx.connection.update({
    where: { id: row.id, tenantId: ctx.tenantId },
    data: { setupType: "automatic", watchedSince: now },
  });
  const written = { credentialId: credential.id, zone: plan.zone, status: "written", writtenAt: now } as const;
  const cleared = { retryAt: null, attempts: 0, requestedAt: now, fault: Prisma.DbNull };
  await tx.connectionWriting.upsert({
    where: { connectionId: row.id, tenantId: ctx.tenantId },
    create: { connectionId: row.id, tenantId: ctx.tenantId, purpose: "setup", ...written, ...cleared },
    update: { ...written, ...cleared },
  });
  // What another account holds is proven by hand, as everywhere.
  if (row.claim === null && !row.isContest) await transition(ctx, tx, row.id, "writing_started");
  else if (row.state === "stalled") await transition(ctx, tx, row.id, "reopened_proven");
}

const busyRetries = 20;
const busyPauseMs = 250;

/** Waits for another writer for a while, as a person would. */
async function whileFree<T>(
  ctx: Context,
  zone: { provider: string; zone: string },
  work: () => Promise<T>,
): Promise<T> {
  for (let tries = 0; tries < busyRetries; tries += 1) {
    const leased = await withZoneLease(ctx, zone, work);
    if (leased !== null) return leased.result;
    await sleep(busyPauseMs);
  }
  const text = `Records are being written in ${zone.zone} at the moment. Try again in a few seconds.`;
  throw new Refusal("rate_limited", text, { details: { retryAfterSeconds: 5 } });
}
