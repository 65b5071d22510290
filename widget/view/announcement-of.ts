import type { FlowState } from "@/widget/flow/state";
import { problemText } from "@/widget/view/problem";
import { progressHeading } from "@/widget/view/progress-step";
import { refusedText } from "@/widget/view/refused-text";
import type { ViewContext } from "@/widget/view/view-context";

/**
 * What a screen reader says when `before` becomes `view.state`; null: nothing. A new step is not announced: its heading gets
 * the focus. Pure.
 */
export function announcementOf(before: FlowState, view: Pick<ViewContext, "state" | "texts" | "say">): string | null {
  const { state, texts, say } = view;
  const problem = state.problem ?? state.send.problem;
  if (problem !== null && problem !== (before.problem ?? before.send.problem)) {
    const { title, text } = problemText(view, problem);
    return refusedText(view) ?? `${title}. ${text}`;
  }
  if (state.isOffline !== before.isOffline) return state.isOffline ? texts.common.offline : texts.announce.online;
  if (state.send.mailedTo !== null && state.send.mailedTo !== before.send.mailedTo) {
    return say(texts.send.mailed, { email: state.send.mailedTo });
  }
  if (state.step !== before.step) return null;
  if (state.check !== null && before.check === null && state.step === "analysis") {
    const { check } = state;
    if (check.conflicts.length > 0) return say(texts.analysis.conflicts, { count: check.conflicts.length });
    return say(check.provider === null ? texts.analysis.managedUnknown : texts.analysis.managedAt);
  }
  return recordsText(before, view) ?? stallText(before, view);
}

function recordsText(before: FlowState, view: Pick<ViewContext, "state" | "texts" | "say">): string | null {
  const { state, texts, say } = view;
  if (state.setUp === null || before.setUp === null) return null;
  const { steps } = state.setUp;
  const known = new Map(before.setUp.steps.map(({ id, status }) => [id, status]));
  const changed = steps.filter(({ id, status }) => known.has(id) && known.get(id) !== status);
  const isAllDone = changed.length > 0 && steps.every(({ status }) => status === "done");
  const lines = isAllDone
    ? [texts.announce.allRecordsDone]
    : changed.flatMap(({ status, type, fullHost }) => {
        if (status === "todo") return [];
        return [
          say(status === "done" ? texts.announce.recordDone : texts.announce.recordWrong, { type, host: fullHost }),
        ];
      });
  if (state.setUp.stage !== before.setUp.stage && state.step === "progress")
    lines.push(say(progressHeading(view).title));
  if (lines.length > 0) return lines.join(" ");
  return before.busy === "verifying" && state.busy === null ? texts.announce.unchanged : null;
}

function stallText(
  before: FlowState,
  { state, texts, say }: Pick<ViewContext, "state" | "texts" | "say">,
): string | null {
  if (state.isStalled && !before.isStalled) return state.setUp?.finding?.title ?? texts.progress.stalled.title;
  if (state.providerWindow === before.providerWindow || state.step !== "progress") return null;
  return say(progressHeading({ state, texts }).title);
}
