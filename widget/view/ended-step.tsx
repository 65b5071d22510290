/** @jsxImportSource preact */
import { Icon } from "@/widget/view/icon";
import { problemText } from "@/widget/view/problem";
import { Title } from "@/widget/view/title";
import type { ViewContext } from "@/widget/view/view-context";

/** The connection was archived or failed, or the link does not work. */
export function EndedStep({ view }: { view: ViewContext }) {
  const { title, text } = endedText(view);
  return (
    <div class="centre">
      <span class="seal quiet">
        <Icon name="none" />
      </span>
      <Title view={view} text={title}>
        <p>{text}</p>
      </Title>
      {view.state.problem?.requestId && (
        <p class="soft small">{view.say(view.texts.problems.request, { id: view.state.problem.requestId })}</p>
      )}
    </div>
  );
}

function endedText({ state, texts, say }: ViewContext): { title: string; text: string } {
  const { setUp, problem, mode } = state;
  if (setUp !== null) {
    const { title, text } = setUp.state === "failed" ? texts.ended.failed : texts.ended.archived;
    return { title, text: say(text) };
  }
  if (mode === "link" || problem === null) return texts.ended.link;
  return problemText({ texts, say }, problem);
}
