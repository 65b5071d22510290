import { noteCredentialUse } from "@/lib/accounts/credentials/note-credential-use";
import type { ConnectionRow } from "@/lib/connections/connection-row";
import { chooseCredential } from "@/lib/connections/writing/choose-credential";
import { openZone } from "@/lib/connections/writing/open-zone";
import { refusalOfWriteFault } from "@/lib/connections/writing/refusal-of-write-fault";
import type { ChangePlanResource } from "@/lib/connections/writing/schema";
import { type PlanPurpose, storePlan } from "@/lib/connections/writing/stored-plan";
import { asWriteFault, namesOf, planUnit } from "@/lib/connections/writing/write-units";
import type { UnwantedRecord, WantedRecord } from "@/lib/dns/zones/plan-changes";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Reads the zone with the connection's credential, and stores what would have to change: a plan that a person can read and
 * `applyPlan` carries out. Values in canonical form (`normalValue`).
 * @throws Refusal invalid_state: no credential covers the hostname; provider_error: the provider refuses, `details.providerCode` is its code
 */
export async function planChanges(
  ctx: Context,
  row: ConnectionRow,
  input: { wanted: readonly WantedRecord[]; unwanted: readonly UnwantedRecord[]; purpose: PlanPurpose },
): Promise<ChangePlanResource> {
  const chosen = await chooseCredential(ctx, row);
  const open = await openZone(ctx, chosen);
  if (open.kind === "fault") {
    throw refusalOfWriteFault(open.fault, chosen.provider, open.retry);
  }
  const sets = await open.writer.readSets(open.zone, namesOf(input)).catch((error: unknown) => {
    const { fault, retry } = asWriteFault(ctx, error);
    throw refusalOfWriteFault(fault, chosen.provider, retry);
  });
  await noteCredentialUse(ctx, open.credential.id, null);
  const plan = planUnit(open, input, sets);
  const { credential, zone } = open;
  return storePlan(ctx, { ...input, connectionId: row.id, credential, zone: zone.name, plan, sets });
}
