/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import type { SetUpStep } from "@/lib/diagnosis/setup/schema";
import type { ProviderForm } from "@/lib/dns/providers/schema";
import { CopyButton } from "@/widget/view/copy-button";
import { Icon, type IconName } from "@/widget/view/icon";
import type { ViewContext } from "@/widget/view/view-context";

export const statusIcons: Record<SetUpStep["status"], IconName> = { todo: "none", wrong: "alert", done: "check" };

/** A record, with the labels of the provider's own form where they are known. One that is done is a line. */
export function RecordCard({ view, step, form }: { view: ViewContext; step: SetUpStep; form: ProviderForm | null }) {
  const { texts, say, dispatch } = view;
  const { records } = texts;
  const labels = form?.fields ?? { type: records.type, host: records.host, value: records.value, ttl: records.ttl };
  const isDelete = step.action === "delete";
  const onCopied = () => dispatch({ type: "copied", stepId: step.id });
  const [host, other] = step.recommended === "host" ? [step.host, step.fullHost] : [step.fullHost, step.host];
  const hasOther = other !== host && other !== "";
  const head = (
    <>
      <span class={`status ${step.status}`}>
        <Icon name={statusIcons[step.status]} />
        {records.status[step.status]}
      </span>
      <span class="what">
        {step.status !== "done" && <strong>{records.actions[step.action]}</strong>}{" "}
        <span class="type">{step.type}</span> {step.status === "done" && <code dir="ltr">{step.fullHost}</code>}
      </span>
    </>
  );
  const body = (
    <>
      {step.because !== null && step.status !== "done" && <p>{step.because}</p>}
      <dl class="fields">
        <Row label={labels.type} tone="short">
          <code dir="ltr">{step.type}</code>
        </Row>
        <Row label={labels.host}>
          {host === "" ? (
            <em>{records.emptyHost}</em>
          ) : (
            <Value view={view} value={host} what={labels.host} onCopied={isDelete ? null : onCopied} />
          )}
          {hasOther && !isDelete && (
            <details class="alternative">
              <summary>{step.recommended === "host" ? records.fullHost : records.relativeHost}</summary>
              <Value view={view} value={other} what={labels.host} onCopied={onCopied} />
            </details>
          )}
        </Row>
        <Row label={labels.value}>
          <Value view={view} value={step.value} what={labels.value} onCopied={isDelete ? null : onCopied} />
        </Row>
        {!isDelete && labels.ttl !== null && (
          <Row label={labels.ttl} tone="short">
            <span>{say(records.seconds, { count: step.ttl })}</span>
          </Row>
        )}
        {step.status === "wrong" && step.seen.length > 0 && (
          <Row label={records.seen} tone="wrong">
            <span class="stack">
              {step.seen.map((value) => (
                <code dir="ltr" key={value}>
                  {value}
                </code>
              ))}
            </span>
          </Row>
        )}
      </dl>
    </>
  );
  return step.status === "done" ? (
    <details class="card record done">
      <summary>{head}</summary>
      {body}
    </details>
  ) : (
    <section
      class={`card record ${step.status}`}
      aria-label={`${records.actions[step.action]} ${step.type} ${step.fullHost}`}
    >
      <h3>{head}</h3>
      {body}
    </section>
  );
}

function Row({ label, tone = "", children }: { label: string; tone?: string; children: ComponentChildren }) {
  return (
    <div class={`row ${tone}`}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** `onCopied` null: there is nothing to copy it for. */
function Value(props: { view: ViewContext; value: string; what: string; onCopied: (() => void) | null }) {
  const { view, value, what, onCopied } = props;
  return (
    <div class="value">
      <code dir="ltr">{value}</code>
      {onCopied !== null && <CopyButton view={view} value={value} what={what} onCopied={onCopied} />}
    </div>
  );
}
