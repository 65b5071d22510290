import type { RefusedReason } from "@/widget/texts/texts";
import type { ViewContext } from "@/widget/view/view-context";

/** What is wrong with the domain in the field; null: nothing, or another kind of problem. */
export function refusedText({ state, texts }: Pick<ViewContext, "state" | "texts">): string | null {
  const { reading, problem } = state;
  if (problem === null) return null;
  if (problem.reason !== null && problem.reason in texts.domain.refused) {
    return texts.domain.refused[problem.reason as RefusedReason];
  }
  return problem.code === "invalid" && reading.kind === "wrong" ? texts.domain.faults[reading.reason] : null;
}
