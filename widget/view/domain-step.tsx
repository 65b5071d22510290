/** @jsxImportSource preact */
import { useRef, useState } from "preact/hooks";
import { PrimaryButton } from "@/widget/view/primary-button";
import { Problem } from "@/widget/view/problem";
import { refusedText } from "@/widget/view/refused-text";
import { Title } from "@/widget/view/title";
import type { ViewContext } from "@/widget/view/view-context";

const formId = "lk-domain-form";

export function DomainStep({ view }: { view: ViewContext }) {
  const { state, texts, say, dispatch } = view;
  const { typed, reading, widget } = state;
  const [isAsked, setAsked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // Nobody is corrected while typing.
  const wrong = refusedText(view) ?? (isAsked ? faultText(view) : null);
  const isLocked = widget !== null && widget.hostname !== null;
  const source =
    reading.kind !== "hostname" || reading.from === "typed"
      ? null
      : reading.from === "url"
        ? texts.domain.fromUrl
        : texts.domain.fromEmail;
  return (
    <>
      <Title view={view} text={say(texts.domain.title)}>
        <p>{view.brand === null ? "\u00a0" : say(texts.domain.introduction)}</p>
      </Title>
      {state.problem !== null && refusedText(view) === null && (
        <Problem view={view} problem={state.problem} onRetry={() => dispatch({ type: "retried" })} />
      )}
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const fault = faultText(view);
          setAsked(fault !== null);
          if (fault === null) return dispatch({ type: "domain_submitted" });
          view.announce(fault);
          field.current?.focus();
        }}
      >
        <label class="field">
          <span class="label">{texts.domain.label}</span>
          <input
            ref={field}
            type="text"
            inputMode="url"
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellcheck={false}
            enterKeyHint="go"
            dir="ltr"
            placeholder="shop.example.com"
            value={typed}
            readOnly={isLocked}
            aria-invalid={wrong !== null}
            aria-describedby="lk-domain-help"
            onInput={(event) => {
              setAsked(false);
              dispatch({ type: "typed", text: event.currentTarget.value });
            }}
          />
        </label>
        {/* Always there, so that nothing moves when it says something else. */}
        <p id="lk-domain-help" class={`help${wrong === null ? "" : " wrong"}`}>
          {wrong ?? (isLocked ? say(texts.domain.locked) : source !== null ? say(source) : <InDns view={view} />)}
        </p>
        <div class="suggestions">
          {reading.kind === "hostname" && !isLocked && reading.suggestions.length > 0 && (
            <>
              <span class="soft small">{texts.domain.suggestion}</span>
              {reading.suggestions.map((hostname) => (
                <button
                  type="button"
                  class="btn chip"
                  key={hostname}
                  onClick={() => dispatch({ type: "suggestion_taken", hostname })}
                >
                  <bdi>{hostname}</bdi>
                </button>
              ))}
            </>
          )}
        </div>
      </form>
    </>
  );
}

function InDns({ view: { state, texts, say } }: { view: ViewContext }) {
  const { reading } = state;
  return reading.kind === "hostname" && reading.unicode !== reading.hostname
    ? say(texts.domain.inDns, { domain: reading.unicode, ascii: reading.hostname })
    : texts.domain.hint;
}

function faultText({ state: { reading }, texts }: ViewContext): string | null {
  if (reading.kind === "empty") return texts.domain.empty;
  return reading.kind === "wrong" ? texts.domain.faults[reading.reason] : null;
}

export function DomainActions({ view: { state, texts } }: { view: ViewContext }) {
  return (
    <div class="actions">
      <PrimaryButton
        form={formId}
        text={texts.domain.button}
        busy={state.busy === "checking" ? texts.domain.busy : null}
      />
    </div>
  );
}
