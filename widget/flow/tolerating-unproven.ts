import { FlowFailure } from "@/widget/flow/flow-failure";

/** That nothing is found yet, or was checked a moment ago, is no failure of a check: what was seen is read afterwards. */
export async function toleratingUnproven(check: Promise<unknown>): Promise<void> {
  try {
    await check;
  } catch (error) {
    if (!(error instanceof FlowFailure && !error.expired && expected.has(error.problem.code))) throw error;
  }
}

const expected: ReadonlySet<string> = new Set([
  "ownership_not_found",
  "HostnameConflict",
  "invalid_state",
  "rate_limited",
]);
