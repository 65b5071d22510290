/** @jsxImportSource preact */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { rightToLeft } from "@/lib/kernel/languages";
import { AnalysisStep } from "@/widget/view/analysis-step";
import { announcementOf } from "@/widget/view/announcement-of";
import { ChoiceStep } from "@/widget/view/choice-step";
import { CloseQuestion } from "@/widget/view/close-question";
import { DomainStep } from "@/widget/view/domain-step";
import { EndedStep } from "@/widget/view/ended-step";
import { Expired } from "@/widget/view/expired";
import { Footer } from "@/widget/view/footer";
import { Icon } from "@/widget/view/icon";
import { placeOf, positionOf } from "@/widget/view/place-of";
import { ProgressStep } from "@/widget/view/progress-step";
import { RecordsStep } from "@/widget/view/records-step";
import { SuccessStep } from "@/widget/view/success-step";
import { createSay, type ViewContext, type ViewProps } from "@/widget/view/view-context";

const steps = {
  domain: DomainStep,
  analysis: AnalysisStep,
  choice: ChoiceStep,
  records: RecordsStep,
  progress: ProgressStep,
  success: SuccessStep,
  ended: EndedStep,
};

/** The flow as a person sees it: a frame that stays, and in it the step. */
export function View(props: ViewProps) {
  const { state, texts, language, canClose, dispatch } = props;
  const say = createSay(props);
  const [spoken, setSpoken] = useState("");
  // A text that is said twice has to change, or screen readers are silent.
  const announce = (text: string) => setSpoken((before) => (before === text ? `${text}\u00a0` : text));
  const view: ViewContext = { ...props, say, announce };
  const place = placeOf(state);
  const isCovered = place === "expired" || place === "closing";
  const Step = steps[state.step];
  const root = useRef<HTMLDivElement>(null);
  useFocus(root, place);

  const before = useRef(state);
  useLayoutEffect(() => {
    const text = before.current === state ? null : announcementOf(before.current, view);
    before.current = state;
    if (text !== null) announce(text);
  }, [state]);

  return (
    <div ref={root} class="lk" lang={language} dir={rightToLeft.has(language) ? "rtl" : "ltr"}>
      <header class="head">
        <Brand view={view} />
        <Position view={view} />
        {canClose && (
          <button
            type="button"
            class="btn bare square"
            aria-label={texts.common.close}
            onClick={() => dispatch({ type: "close_wanted" })}
          >
            <Icon name="close" />
          </button>
        )}
      </header>
      {state.isOffline && <p class="strip">{texts.common.offline}</p>}
      {isCovered && (
        <div class="body">{place === "expired" ? <Expired view={view} /> : <CloseQuestion view={view} />}</div>
      )}
      {/* Hidden, not removed: what was typed stays. The one heading that names the dialog is that of what is in front. */}
      <div class="body" hidden={isCovered} aria-busy={state.busy === "checking" || state.busy === "starting"}>
        <Step view={isCovered ? { ...view, labelledById: `${view.labelledById}-behind` } : view} />
      </div>
      <footer class="foot">
        <Footer view={view} place={place} />
        <FinePrint view={view} />
      </footer>
      <p class="sr" role="status">
        {spoken}
      </p>
    </div>
  );
}

function Brand({ view: { brand } }: { view: ViewContext }) {
  const [isBroken, setBroken] = useState(false);
  return (
    <span class="brand">
      {brand.logoUrl !== null && !isBroken && <img src={brand.logoUrl} alt="" onError={() => setBroken(true)} />}
      <span>{brand.name}</span>
    </span>
  );
}

function Position({ view: { state, texts, say } }: { view: ViewContext }) {
  const position = positionOf(state);
  if (position === null) return null;
  const { step, total } = position;
  return (
    <span class="position">
      <span class="soft small">{say(texts.common.step, { step, total })}</span>
      <span class="bars" aria-hidden="true">
        {Array.from({ length: total }, (_, index) => (
          <i key={index} class={index < step ? "on" : ""} />
        ))}
      </span>
    </span>
  );
}

function FinePrint({ view: { brand, texts, say } }: { view: ViewContext }) {
  if (brand.helpUrl === null && !brand.poweredBy) return null;
  return (
    <p class="fine">
      {brand.helpUrl !== null && (
        <a href={brand.helpUrl} target="_blank" rel="noreferrer">
          {say(texts.common.help)}
        </a>
      )}
      {brand.poweredBy && <span>{say(texts.common.poweredBy, { name: "Latchkey" })}</span>}
    </p>
  );
}

/**
 * The heading of what comes in front gets the focus, not at first: that is the skin's to decide. What covered a step gives
 * the focus back to where it was.
 */
function useFocus(root: { current: HTMLElement | null }, place: string): void {
  const last = useRef(place);
  const left = useRef<{ place: string; element: Element } | null>(null);
  useLayoutEffect(() => {
    if (last.current === place) return;
    const back = left.current;
    left.current = null;
    const isBack = back !== null && back.place === place && back.element.isConnected;
    last.current = place;
    if (isBack && back.element instanceof HTMLElement) back.element.focus();
    else root.current?.querySelector<HTMLElement>(".body:not([hidden]) [data-heading]")?.focus();
  }, [place]);
  // Before the next render hides it, what has the focus is known still.
  const active = (root.current?.getRootNode() as Document | ShadowRoot | undefined)?.activeElement ?? null;
  if (active !== null && root.current?.contains(active) && last.current !== place) {
    left.current = place === "closing" || place === "expired" ? { place: last.current, element: active } : left.current;
  }
}
