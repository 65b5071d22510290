import { lookOf } from "@/components/connection-facts/connection-state";
import type { ConnectionResource } from "@/lib/connections/schema";
import type { Finding, ResponsibleParty } from "@/lib/diagnosis/evidence/finding";

type Diagnosed = { checkedAt: Date; findings: readonly Finding[] };

/** What to do now, in a sentence; `why` and `who` where a finding says it. */
export type WhatNow = { text: string; why: string | null; who: ResponsibleParty | null };

/**
 * From the finding that blocks first. A diagnosis from before the last change of state speaks of a world that is gone,
 * and a state where nothing is left to do needs none.
 */
export function whatNow(
  connection: Pick<ConnectionResource, "state" | "stateChangedAt" | "errorCode">,
  diagnosis: Diagnosed | null,
): WhatNow {
  const blocking = currentFindings(connection, diagnosis).find(({ severity }) => severity === "blocking");
  if (blocking === undefined) return { text: lookOf(connection).now, why: null, who: null };
  return { text: blocking.fix, why: blocking.title, who: blocking.who };
}

export function currentFindings(
  { state, stateChangedAt }: Pick<ConnectionResource, "state" | "stateChangedAt">,
  diagnosis: Diagnosed | null,
): readonly Finding[] {
  if (diagnosis === null || state === "archived" || state === "failed" || diagnosis.checkedAt < stateChangedAt)
    return [];
  return diagnosis.findings;
}
