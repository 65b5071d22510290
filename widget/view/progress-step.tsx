/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import type { SetUpResource, SetUpStep } from "@/lib/diagnosis/setup/schema";
import { expectedText, timeText } from "@/widget/view/expected-text";
import { Icon, type IconName } from "@/widget/view/icon";
import { Problem } from "@/widget/view/problem";
import { statusIcons } from "@/widget/view/record-card";
import { Skeleton } from "@/widget/view/skeleton";
import { Title } from "@/widget/view/title";
import type { ViewContext } from "@/widget/view/view-context";

/** What is waited for, record by record and nameserver by nameserver. */
export function ProgressStep({ view }: { view: ViewContext }) {
  const { state, say, dispatch } = view;
  const { setUp, problem } = state;
  const { title, text } = progressHeading(view);
  return (
    <>
      <Title view={view} text={say(title)}>
        <p>{say(text)}</p>
      </Title>
      {problem !== null && <Problem view={view} problem={problem} onRetry={() => dispatch({ type: "retried" })} />}
      {setUp === null ? problem === null && <Skeleton rows={4} /> : <Progress view={view} setUp={setUp} />}
    </>
  );
}

const windowTexts = {
  open: "providerWindow",
  closed: "providerClosed",
  blocked: "providerBlocked",
  cancelled: "providerCancelled",
  failed: "providerFailed",
} as const;

/** Of the stage, or of the provider's page while the records wait for it. */
export function progressHeading({ state, texts }: Pick<ViewContext, "state" | "texts">): {
  title: string;
  text: string;
} {
  const { setUp, way, providerWindow } = state;
  const { stages, automatic, provider } = texts.progress;
  const stage = setUp?.stage ?? "records";
  if (stage === "certificate" || stage === "live") return stages.certificate;
  if (stage === "spreading") return stages.spreading;
  if (way === "domain_connect" && setUp?.isDone !== true) {
    return providerWindow === null ? provider : texts.progress[windowTexts[providerWindow]];
  }
  return way === "automatic" ? automatic : stages.records;
}

function Progress({ view, setUp }: { view: ViewContext; setUp: SetUpResource }) {
  const { state, texts, say, language } = view;
  const { steps, finding, nextCheckAt, checkedAt, expectedBecause } = setUp;
  const expected = expectedText(view, setUp);
  return (
    <>
      <Stages view={view} stage={setUp.stage} />
      {state.providerWindow === "blocked" && state.applyUrl && (
        <a class="btn" href={state.applyUrl} target="_blank" rel="noreferrer">
          {say(texts.progress.providerOpen)}
          <Icon name="open" />
          <span class="sr">({texts.common.newTab})</span>
        </a>
      )}
      {expected !== null && (
        <div class="eta">
          <Icon name="clock" />
          <p>
            <strong>{expected.about}</strong>
            {expected.by !== null && <span class="soft">{expected.by}</span>}
            {expectedBecause !== null && <span class="soft small">{texts.progress.because[expectedBecause]}</span>}
          </p>
        </div>
      )}
      {state.isStalled && <Stalled view={view} finding={finding} />}
      {steps.length > 0 && (
        <ul class="list card">
          {steps.map((step) => (
            <li key={step.id}>
              <RecordProgress view={view} step={step} />
            </li>
          ))}
        </ul>
      )}
      <p class="soft small times">
        <span>{say(texts.progress.checkedAt, { time: timeText(checkedAt, language) })}</span>
        {nextCheckAt !== null && (
          <span>{say(texts.progress.nextCheck, { time: timeText(nextCheckAt, language) })}</span>
        )}
        <span>{texts.progress.mayClose}</span>
      </p>
    </>
  );
}

function Stalled({ view, finding }: { view: ViewContext; finding: SetUpResource["finding"] }) {
  const { texts } = view;
  if (finding === null) {
    return (
      <Note title={texts.progress.stalled.title}>
        <p>{texts.progress.stalled.text}</p>
      </Note>
    );
  }
  return (
    <Note lead={texts.progress.finding} title={finding.title}>
      <p>{finding.text}</p>
      {finding.fix !== null && (
        <p>
          <strong>{texts.progress.fix}</strong>
          <br />
          {finding.fix}
        </p>
      )}
    </Note>
  );
}

function Note({ lead, title, children }: { lead?: string; title: string; children: ComponentChildren }) {
  return (
    <section class="note waiting">
      <Icon name="alert" />
      <div>
        {lead !== undefined && <p class="soft small">{lead}</p>}
        <h3>{title}</h3>
        {children}
      </div>
    </section>
  );
}

const stages = ["records", "spreading", "certificate", "live"] as const;

/** What is done, what is under way, and what follows. */
function Stages({ view: { texts }, stage }: { view: ViewContext; stage: SetUpResource["stage"] }) {
  const at = stage === "ended" ? -1 : stages.indexOf(stage);
  return (
    <ol class="stages">
      {stages.map((name, index) => (
        <li
          key={name}
          class={index < at ? "done" : index === at ? "now" : ""}
          aria-current={index === at ? "step" : undefined}
        >
          <span class="dot">{index < at && <Icon name="check" />}</span>
          <span>
            {texts.progress.steps[name]}
            {index < at && <span class="sr"> ({texts.records.status.done})</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

const serverIcons: Record<SetUpStep["servers"][number]["status"], IconName> = {
  right: "check",
  other: "alert",
  missing: "none",
  silent: "clock",
};

function RecordProgress({ view, step }: { view: ViewContext; step: SetUpStep }) {
  const { texts, say } = view;
  const { servers, status, type, fullHost } = step;
  const right = servers.filter((one) => one.status === "right").length;
  return (
    <div class="record-progress">
      <p class="record-line">
        <span class={`status ${status}`}>
          <Icon name={statusIcons[status]} />
          {texts.records.status[status]}
        </span>
        <span class="type">{type}</span>
        <code dir="ltr">{fullHost}</code>
      </p>
      {servers.length === 0 ? (
        status !== "done" && <p class="soft small">{texts.progress.unchecked}</p>
      ) : (
        <details open={status !== "done" && right > 0 && right < servers.length}>
          <summary>{say(texts.progress.serversRight, { right, total: servers.length })}</summary>
          <ul class="servers">
            {servers.map((one) => (
              <li key={one.server}>
                <span class={`status ${one.status}`}>
                  <Icon name={serverIcons[one.status]} />
                </span>
                <span>
                  <code dir="ltr">{one.server}</code> {texts.progress.servers[one.status]}
                  {one.status === "other" && (
                    <span class="stack">
                      {one.values.map((value) => (
                        <code dir="ltr" key={value}>
                          {value}
                        </code>
                      ))}
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
