import { z } from "zod";
import { type ChangePlanResource, changePlanSchema, type PlannedChange } from "@/lib/connections/writing/schema";
import type { ChangePlan } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { afterChanges, type UnwantedRecord, type WantedRecord, type ZonePlan } from "@/lib/dns/zones/plan-changes";
import { type RecordSet, writableTypes } from "@/lib/dns/zones/record-set";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { actorLabel, type Context } from "@/lib/platform/ports/context";

export type PlanPurpose = ChangePlanResource["purpose"];

const recordSchema = z.object({ name: z.string(), type: z.enum(writableTypes), value: z.string() });

const bodySchema = z.object({
  wanted: z.array(recordSchema.extend({ ttl: z.number() })),
  unwanted: z.array(recordSchema),
  provider: z.string(),
  label: z.string(),
  changes: changePlanSchema.shape.changes,
  conflicts: changePlanSchema.shape.conflicts,
});

export type PlanBody = z.infer<typeof bodySchema>;
export type StoredPlan = Omit<ChangePlan, "body" | "purpose"> & { body: PlanBody; purpose: PlanPurpose };

const lifetimeMs = 3_600_000;

export type NewPlan = {
  connectionId: string;
  credential: { id: string; provider: string; label: string };
  zone: string;
  purpose: PlanPurpose;
  wanted: readonly WantedRecord[];
  unwanted: readonly UnwantedRecord[];
  plan: ZonePlan;
  /** What the zone holds at the names. */
  sets: readonly RecordSet[];
};

/** Stores a plan for an hour. The tenant's plans that are older go. */
export async function storePlan(ctx: Context, input: NewPlan): Promise<ChangePlanResource> {
  const now = ctx.now();
  const { connectionId, credential, zone, purpose, wanted, unwanted, plan, sets } = input;
  const body: PlanBody = {
    wanted: [...wanted],
    unwanted: [...unwanted],
    provider: credential.provider,
    label: credential.label,
    changes: toChanges(sets, afterChanges(sets, plan.changes)),
    conflicts: plan.conflicts.map((conflict) => ({ ...conflict, values: [...conflict.values] })),
  };
  const { prisma } = ctx.database;
  await prisma.changePlan.deleteMany({ where: { tenantId: ctx.tenantId, expiresAt: { lt: now } } });
  const row = await prisma.changePlan.create({
    data: {
      id: newId(now),
      tenantId: ctx.tenantId,
      connectionId,
      credentialId: credential.id,
      zone,
      purpose,
      body,
      createdBy: actorLabel(ctx.actor),
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifetimeMs),
    },
  });
  return toPlanResource(readPlan(row));
}

/** @throws Refusal not_found, also where it has expired */
export async function getPlan(ctx: Context, input: { connectionId: string; planId: string }): Promise<StoredPlan> {
  const row = await ctx.database.prisma.changePlan.findFirst({
    where: {
      id: input.planId,
      tenantId: ctx.tenantId,
      connectionId: input.connectionId,
      expiresAt: { gt: ctx.now() },
    },
  });
  if (!row) {
    const text = `There is no plan ${input.planId} of this connection. A plan can be applied within an hour.`;
    throw new Refusal("not_found", text, { param: "plan_id" });
  }
  return readPlan(row);
}

export async function markApplied(ctx: Context, tx: Tx, planId: string): Promise<void> {
  await tx.changePlan.update({ where: { id: planId, tenantId: ctx.tenantId }, data: { appliedAt: ctx.now() } });
}

/** Whether both say the same: the zone has not changed in what matters to the plan. */
export function isSamePlan(
  one: Pick<PlanBody, "changes" | "conflicts">,
  other: Pick<PlanBody, "changes" | "conflicts">,
) {
  return canonical(one) === canonical(other);
}

/** Order says nothing, and the database reorders the keys of JSON. A set's other values are as they are. */
function canonical({ changes, conflicts }: Pick<PlanBody, "changes" | "conflicts">): string {
  const lines = [
    ...changes.map(({ name, type, added, removed }) => ["change", name, type, [...added].sort(), [...removed].sort()]),
    ...conflicts.map(({ name, type, values, because }) => ["conflict", name, type, [...values].sort(), because]),
  ];
  return lines
    .map((line) => JSON.stringify(line))
    .sort()
    .join("\n");
}

/** The sets that differ. */
export function toChanges(before: readonly RecordSet[], after: readonly RecordSet[]): PlannedChange[] {
  const keys = new Map([...before, ...after].map(({ name, type }) => [`${type} ${name}`, { name, type }]));
  return [...keys.values()].flatMap(({ name, type }) => {
    const find = (sets: readonly RecordSet[]) => sets.find((set) => set.name === name && set.type === type);
    const was = find(before);
    const is = find(after);
    const added = (is?.values ?? []).filter((value) => !was?.values.includes(value));
    const removed = (was?.values ?? []).filter((value) => !is?.values.includes(value));
    if (added.length + removed.length === 0) return [];
    return [{ name, type, before: toState(was), after: toState(is), added, removed }];
  });
}

function toState(set: RecordSet | undefined): PlannedChange["before"] {
  return set === undefined ? null : { ttl: set.ttl, values: [...set.values] };
}

export function toPlanResource({
  body,
  id,
  connectionId,
  purpose,
  credentialId,
  zone,
  createdAt,
  expiresAt,
}: StoredPlan): ChangePlanResource {
  const { provider, label, changes, conflicts } = body;
  return { id, connectionId, purpose, provider, credentialId, label, zone, changes, conflicts, createdAt, expiresAt };
}

function readPlan({ body, purpose, ...row }: ChangePlan): StoredPlan {
  return { ...row, body: bodySchema.parse(body), purpose: changePlanSchema.shape.purpose.parse(purpose) };
}
