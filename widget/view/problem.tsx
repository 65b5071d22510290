/** @jsxImportSource preact */
import type { FlowProblem } from "@/widget/flow/state";
import type { ProblemCode } from "@/widget/texts/texts";
import { Icon } from "@/widget/view/icon";
import type { ViewContext } from "@/widget/view/view-context";

/** What was refused or did not arrive, and what to do about it. */
export function Problem({ view, problem, onRetry }: { view: ViewContext; problem: FlowProblem; onRetry?: () => void }) {
  const { texts, say } = view;
  const { title, text } = problemText(view, problem);
  return (
    <section class="note bad">
      <Icon name="alert" />
      <div>
        <h3>{title}</h3>
        <p>{text}</p>
        {problem.requestId !== null && (
          <p class="soft small">{say(texts.problems.request, { id: problem.requestId })}</p>
        )}
        {onRetry !== undefined && problem.retry && (
          <button type="button" class="btn" onClick={onRetry}>
            {texts.common.retry}
          </button>
        )}
      </div>
    </section>
  );
}

/** Codes without a text of their own are ours to explain to the integrator, not to this reader. */
export function problemText({ texts, say }: Pick<ViewContext, "texts" | "say">, { code }: FlowProblem) {
  const { title, text } =
    code in texts.problems && code !== "request" ? texts.problems[code as ProblemCode] : texts.problems.internal;
  return { title: say(title), text: say(text) };
}
