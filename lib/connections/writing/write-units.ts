import type { ConnectionRow } from "@/lib/connections/connection-row";
import { faultOf, type OpenedZone, type WriteFault } from "@/lib/connections/writing/open-zone";
import {
  forgetIntents,
  forgetWritten,
  noteIntents,
  type WrittenValue,
} from "@/lib/connections/writing/written-records";
import { inTransaction } from "@/lib/db/transaction";
import type { Applied } from "@/lib/dns/adapters/adapter";
import { findProvider } from "@/lib/dns/providers/catalog";
import {
  planZoneChanges,
  type UnwantedRecord,
  type WantedRecord,
  withRemovals,
  type ZonePlan,
} from "@/lib/dns/zones/plan-changes";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";
import type { RecordSet, SetChange } from "@/lib/dns/zones/record-set";
import type { Context } from "@/lib/platform/ports/context";

/** What is to be different in a zone for one connection. */
export type WriteUnit = {
  row: Pick<ConnectionRow, "id">;
  wanted: readonly WantedRecord[];
  unwanted: readonly UnwantedRecord[];
  /** Whether the plan is carried out, with what can go of its conflicts. A plan with one that cannot go never is. */
  accepts: (plan: ZonePlan) => boolean;
  /** What is added is ours from then on: archiving may remove it. */
  owns: boolean;
};

/** `conflict`: nothing was written for this connection, because its plan was not accepted. */
export type UnitOutcome =
  | { kind: "written"; plan: ZonePlan; before: RecordSet[]; after: RecordSet[] }
  | { kind: "conflict"; plan: ZonePlan; sets: RecordSet[] }
  | ({ kind: "fault" } & WriteFault);

/** Faults of one record: they say nothing about the others. */
const ofRecord: ReadonlySet<ProviderFaultCode> = new Set(["conflict_existing", "record_refused"]);

/**
 * Reads, plans and writes what several connections want of one zone, in one call where the provider can. A record that the
 * provider refuses does not keep the others from being written. The caller holds the zone's lease.
 * @returns an outcome for each unit, in their order
 */
export async function writeUnits(ctx: Context, open: OpenedZone, units: readonly WriteUnit[]): Promise<UnitOutcome[]> {
  try {
    const names = [...new Set(units.flatMap(namesOf))];
    const sets = await open.writer.readSets(open.zone, names);
    const planned = units.map((unit) => ({ unit, plan: planUnit(open, unit, sets) }));
    const ready = planned.filter(({ unit, plan }) => isFree(unit, plan));
    const written = await applyTogether(ctx, open, ready);
    return planned.map(({ unit, plan }) => {
      const outcome = written.get(unit);
      if (outcome !== undefined) return outcome;
      const own = new Set(namesOf(unit));
      return { kind: "conflict", plan, sets: sets.filter(({ name }) => own.has(name)) };
    });
  } catch (error) {
    const fault = asWriteFault(ctx, error);
    return units.map(() => ({ kind: "fault", ...fault }));
  }
}

export function namesOf({ wanted, unwanted }: Pick<WriteUnit, "wanted" | "unwanted">): string[] {
  return [...new Set([...wanted, ...unwanted].map(({ name }) => name))];
}

export function planUnit(
  { zone, credential }: Pick<OpenedZone, "zone" | "credential">,
  { wanted, unwanted }: Pick<WriteUnit, "wanted" | "unwanted">,
  sets: readonly RecordSet[],
): ZonePlan {
  const flattensApex = findProvider(credential.provider)?.capabilities.apexFlattening ?? false;
  return planZoneChanges({ zone: zone.name, sets, wanted, unwanted, flattensApex });
}

function isFree({ accepts }: WriteUnit, plan: ZonePlan): boolean {
  return plan.conflicts.every(({ removable }) => removable) && accepts(plan);
}

type Planned = { unit: WriteUnit; plan: ZonePlan };

async function applyTogether(
  ctx: Context,
  open: OpenedZone,
  planned: readonly Planned[],
): Promise<Map<WriteUnit, UnitOutcome>> {
  const outcomes = new Map<WriteUnit, UnitOutcome>();
  if (planned.length === 0) return outcomes;
  const changes = mergeChanges(planned.flatMap(({ plan }) => withRemovals(plan)));
  const intents = planned.flatMap(({ unit, plan }) => addedValues(unit, plan));
  await noteIntents(ctx, open.zone.name, intents);
  try {
    const applied = changes.length === 0 ? { before: [], after: [] } : await open.writer.apply(open.zone, changes);
    await forgetOthers(ctx, intents, applied);
    for (const { unit, plan } of planned) outcomes.set(unit, { kind: "written", plan, ...partOf(applied, unit) });
  } catch (error) {
    const failure = asWriteFault(ctx, error);
    if (planned.length > 1 && ofRecord.has(failure.code)) {
      for (const one of planned) {
        for (const [unit, outcome] of await applyTogether(ctx, open, [one])) outcomes.set(unit, outcome);
      }
      return outcomes;
    }
    // Where no answer came, they may be there.
    if (failure.retry === null) {
      await inTransaction(ctx, (tx) =>
        forgetIntents(
          ctx,
          tx,
          planned.map(({ unit }) => unit.row.id),
        ),
      );
    }
    for (const { unit } of planned) outcomes.set(unit, { kind: "fault", ...failure });
  }
  return outcomes;
}

/** Of two units at one name, such as a hostname and a record below another: one change a set. */
function mergeChanges(changes: readonly SetChange[]): SetChange[] {
  const merged = new Map<string, SetChange>();
  for (const change of changes) {
    const key = `${change.type} ${change.name}`;
    const known = merged.get(key);
    const add = [...new Set([...(known?.add ?? []), ...change.add])];
    const remove = [...new Set([...(known?.remove ?? []), ...change.remove])].filter((value) => !add.includes(value));
    merged.set(key, { ...change, add, remove });
  }
  return [...merged.values()];
}

function addedValues({ row, owns }: WriteUnit, { changes }: ZonePlan): WrittenValue[] {
  if (!owns) return [];
  return changes.flatMap(({ name, type, add }) => add.map((value) => ({ connectionId: row.id, name, type, value })));
}

/** Somebody else published the same value between our reading and our writing: it is theirs. */
async function forgetOthers(ctx: Context, intents: readonly WrittenValue[], { before }: Applied): Promise<void> {
  const others = intents.filter(({ name, type, value }) =>
    before.some((set) => set.name === name && set.type === type && set.values.includes(value)),
  );
  if (others.length > 0) await inTransaction(ctx, (tx) => forgetWritten(ctx, tx, others));
}

function partOf({ before, after }: Applied, unit: WriteUnit): { before: RecordSet[]; after: RecordSet[] } {
  const own = new Set(namesOf(unit));
  const isOwn = ({ name }: RecordSet) => own.has(name);
  return { before: before.filter(isOwn), after: after.filter(isOwn) };
}

export function asWriteFault(ctx: Context, error: unknown): WriteFault & { code: ProviderFaultCode } {
  if (!(error instanceof ProviderFault)) throw error;
  return { ...faultOf(ctx, error), code: error.code };
}
