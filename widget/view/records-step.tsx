/** @jsxImportSource preact */
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import { Icon } from "@/widget/view/icon";
import { Problem } from "@/widget/view/problem";
import { ProviderFormGuide } from "@/widget/view/provider-form";
import { RecordCard } from "@/widget/view/record-card";
import { Skeleton } from "@/widget/view/skeleton";
import { Title } from "@/widget/view/title";
import type { ViewContext } from "@/widget/view/view-context";

export function RecordsStep({ view }: { view: ViewContext }) {
  const { state, texts, dispatch } = view;
  const { setUp, problem } = state;
  if (setUp === null) {
    return (
      <>
        <Title view={view} text={texts.common.loading} />
        {problem === null ? (
          <Skeleton rows={5} />
        ) : (
          <Problem view={view} problem={problem} onRetry={() => dispatch({ type: "retried" })} />
        )}
      </>
    );
  }
  return <Records view={view} setUp={setUp} />;
}

function Records({ view, setUp }: { view: ViewContext; setUp: SetUpResource }) {
  const { state, texts, say, dispatch } = view;
  const { records } = texts;
  const { steps, provider, notes, why, leave } = setUp;
  const open = steps.filter(({ status }) => status !== "done");
  const done = steps.length - open.length;
  return (
    <>
      <Title view={view} text={open.length === 0 ? records.titleDone : say(records.title, { count: open.length })}>
        {state.mode === "link" && <p>{why}</p>}
        {open.length > 0 && <p>{say(provider === null ? records.introductionUnknown : records.introduction)}</p>}
      </Title>
      {state.problem !== null && (
        <Problem view={view} problem={state.problem} onRetry={() => dispatch({ type: "retried" })} />
      )}
      {open.length > 0 && <ProviderFormGuide view={view} setUp={setUp} />}
      {done > 0 && <p class="soft small">{say(records.progress, { done, count: steps.length })}</p>}
      <ol class="list">
        {steps.map((step) => (
          <li key={step.id}>
            <RecordCard view={view} step={step} form={provider?.form ?? null} />
          </li>
        ))}
      </ol>
      {notes.map((note) => (
        <section class="note waiting" key={note.title}>
          <Icon name="alert" />
          <div>
            <p class="soft small">
              {{ you: records.noteYou, provider: records.noteProvider, us: records.noteUs }[note.who]}
            </p>
            <h3>{note.title}</h3>
            <p>{note.text}</p>
            {note.details.length > 0 && (
              <ul class="stack">
                {note.details.map((detail) => (
                  <li key={detail}>
                    <code dir="ltr">{detail}</code>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </section>
      ))}
      <p class="soft small">{leave}</p>
      {open.length > 0 && (
        <button type="button" class="btn wide" data-opens="send" onClick={() => dispatch({ type: "send_opened" })}>
          <Icon name="people" />
          {records.noAccess}
        </button>
      )}
    </>
  );
}
