import type { FlowProblem } from "@/widget/flow/state";

/** How each call of a `FlowApi` fails. `expired`: the token has expired, and the same call succeeds with a new one. */
export class FlowFailure extends Error {
  override readonly name = "FlowFailure";
  constructor(
    readonly problem: FlowProblem,
    readonly expired = false,
    /** The server's, in camelCase. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(problem.message);
  }
}
