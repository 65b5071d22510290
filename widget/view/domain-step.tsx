/** @jsxImportSource preact */
import { refusedText } from "@/widget/view/refused-text";
import { Title } from "@/widget/view/title";
import type { ViewContext } from "@/widget/view/view-context";

export const domainFormId = "lk-domain-form";

export function DomainStep({ view }: { view: ViewContext }) {
  const { state, texts, say, dispatch } = view;
  const { typed, reading, widget } = state;
  const wrong = refusedText(view);
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
        <p>{say(texts.domain.introduction)}</p>
      </Title>
      <form
        id={domainFormId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          dispatch({ type: "domain_submitted" });
        }}
      >
        <label class="field">
          <span class="label">{texts.domain.label}</span>
          <input
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
            readOnly={isLocked || state.busy !== null}
            aria-invalid={wrong !== null}
            aria-describedby="lk-domain-help"
            onInput={(event) => dispatch({ type: "typed", text: event.currentTarget.value })}
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
