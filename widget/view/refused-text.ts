import type { RefusedReason } from "@/widget/texts/texts";
import type { ViewContext } from "@/widget/view/view-context";

/** Why the server refuses the domain in the field; null: it does not, or for another reason. */
export function refusedText({ state, texts }: Pick<ViewContext, "state" | "texts">): string | null {
  const reason = state.problem?.reason ?? null;
  return reason !== null && reason in texts.domain.refused ? texts.domain.refused[reason as RefusedReason] : null;
}
