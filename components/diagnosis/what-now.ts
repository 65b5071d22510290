import { stateStyle } from "@/components/connection-facts/connection-state";
import { isOver } from "@/lib/connections/machine";
import type { ConnectionResource } from "@/lib/connections/schema";
import type { ResponsibleParty } from "@/lib/diagnosis/evidence/finding";
import type { FindingResource } from "@/lib/diagnosis/schema";

type Diagnosed = { checkedAt: Date; findings: readonly FindingResource[] };

/** What to do now, in a sentence. `why` and `who` come from a finding. */
export type WhatNow = { text: string; why: string | null; who: ResponsibleParty | null };

/** Taken from the first blocking finding; without one, from the state. */
export function whatNow(
  connection: Pick<ConnectionResource, "state" | "stateChangedAt" | "errorCode">,
  diagnosis: Diagnosed | null,
): WhatNow {
  const blocking = currentFindings(connection, diagnosis).find(({ severity }) => severity === "blocking");
  if (blocking === undefined) return { text: stateStyle(connection).now, why: null, who: null };
  return { text: blocking.fix, why: blocking.title, who: blocking.who };
}

/** None where the diagnosis is older than the state, or the connection has ended. */
export function currentFindings(
  { state, stateChangedAt }: Pick<ConnectionResource, "state" | "stateChangedAt">,
  diagnosis: Diagnosed | null,
): readonly FindingResource[] {
  if (diagnosis === null || isOver(state) || diagnosis.checkedAt < stateChangedAt) return [];
  return diagnosis.findings;
}
