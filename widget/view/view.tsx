/** @jsxImportSource preact */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { rightToLeft } from "@/lib/kernel/languages";
import type { Texts } from "@/widget/texts/texts";
import { DomainActions, DomainStep } from "@/widget/view/domain-step";
import { Icon } from "@/widget/view/icon";
import { type Place, placeOf, positionOf } from "@/widget/view/place-of";
import { Problem } from "@/widget/view/problem";
import { Skeleton } from "@/widget/view/skeleton";
import { Title } from "@/widget/view/title";
import { createSay, type Later, type ViewContext, type ViewProps } from "@/widget/view/view-context";

/** The flow as a person sees it: a frame that stays, and in it the step. */
export function View(props: ViewProps) {
  const { state, language, canClose, dispatch } = props;
  const [spoken, setSpoken] = useState("");
  const root = useRef<HTMLDivElement>(null);
  const { later, failed, load } = useLater(props.later ?? null, root);
  // English begins with what the first step says. Another language is whole.
  const texts = later === null ? (props.texts as Texts) : later.complete(props.texts);
  // A text that is said twice has to change, or screen readers are silent.
  const announce = (text: string) => setSpoken((before) => (before === text ? `${text}\u00a0` : text));
  const view: ViewContext = { ...props, texts, say: createSay(props), announce };
  const place = placeOf(state);
  const isCovered = place === "expired" || place === "closing";
  const behind = isCovered ? placeOf({ ...state, asksToClose: false, isExpired: false }) : place;
  useFocus(root, place, place !== "domain" && later === null);

  const before = useRef(state);
  useLayoutEffect(() => {
    const text = before.current === state ? null : later?.announcementOf(before.current, view);
    before.current = state;
    if (text) announce(text);
  });

  const draw = (shown: Place, seen: ViewContext) => {
    if (shown === "domain" && (later !== null || state.problem === null)) return <DomainStep view={seen} />;
    if (later === null || shown === "domain") return <Waiting view={seen} failed={failed} onRetry={load} />;
    const Step = later.places[shown];
    return <Step view={seen} />;
  };
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
      {isCovered && <div class="body">{draw(place, view)}</div>}
      {/* Hidden, not removed: what was typed stays. The heading that names the dialog is that of what is in front. */}
      <div class="body" hidden={isCovered} aria-busy={state.busy === "checking" || state.busy === "starting"}>
        {draw(behind, isCovered ? { ...view, labelledById: `${view.labelledById}-behind` } : view)}
      </div>
      <footer class="foot">
        {place === "domain" ? (
          <DomainActions view={view} />
        ) : (
          later !== null && <later.Footer view={view} place={place} />
        )}
        <FinePrint view={view} />
      </footer>
      <p class="sr" role="status">
        {spoken}
      </p>
    </div>
  );
}

/** The steps after the first, as soon as they are there, and their style sheet. */
function useLater(given: Later | null, root: { current: HTMLElement | null }) {
  const [later, setLater] = useState(given);
  const [failed, setFailed] = useState(false);
  const load = () => {
    setFailed(false);
    import("@/widget/view/later").then(
      ({ later: found }) => setLater(found),
      () => setFailed(true),
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the view is there
  useEffect(() => {
    if (given === null) load();
  }, []);
  useLayoutEffect(() => (later === null ? undefined : adopt(root.current, later.css)), [later, root]);
  return { later, failed, load };
}

/** A constructed sheet, which every content security policy allows. A page of its own has the rules already. */
function adopt(element: HTMLElement | null, css: string): (() => void) | undefined {
  const tree = element?.getRootNode();
  if (!(tree instanceof ShadowRoot)) return undefined;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet];
  return () => {
    tree.adoptedStyleSheets = tree.adoptedStyleSheets.filter((one) => one !== sheet);
  };
}

function Waiting({ view, failed, onRetry }: { view: ViewContext; failed: boolean; onRetry: () => void }) {
  return (
    <>
      <Title view={view} text={failed ? view.say(view.texts.common.title) : view.texts.common.loading} />
      {failed ? (
        <Problem
          view={view}
          problem={{ code: "network", reason: null, message: "", retry: true, requestId: null }}
          onRetry={onRetry}
        />
      ) : (
        <Skeleton rows={3} />
      )}
    </>
  );
}

function Brand({ view: { state, brand, texts } }: { view: ViewContext }) {
  // The hosted page has no other heading; a page of the integrator has one of its own.
  const Name = state.mode === "link" ? "h1" : "span";
  const [isBroken, setBroken] = useState(false);
  return (
    <span class="brand">
      {brand?.logoUrl && !isBroken && (
        // biome-ignore lint/performance/noImgElement: there is no Next in the widget
        <img src={brand.logoUrl} alt="" onError={() => setBroken(true)} />
      )}
      <Name>{brand?.name ?? texts.common.title}</Name>
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
        {[1, 2, 3, 4].slice(0, total).map((one) => (
          <i key={one} class={one <= step ? "on" : ""} />
        ))}
      </span>
    </span>
  );
}

function FinePrint({ view: { brand, texts, say } }: { view: ViewContext }) {
  if (brand === null || (brand.helpUrl === null && !brand.poweredBy)) return null;
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
function useFocus(root: { current: HTMLElement | null }, shown: Place, isLoading: boolean): void {
  const place = isLoading ? "loading" : shown;
  const last = useRef<Place | "loading">(place);
  const left = useRef<{ place: Place | "loading"; element: Element | null } | null>(null);
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    const { current: element } = root;
    if (last.current !== place) {
      const covered = left.current;
      const isCover = place === "closing" || place === "expired";
      // What has just been hidden has the focus still.
      left.current = isCover ? { place: last.current, element: activeIn(element) } : null;
      const isArrival = last.current === "loading";
      last.current = place;
      if (covered?.place === place && covered.element instanceof HTMLElement && covered.element.isConnected) {
        covered.element.focus();
      } else if (!isArrival || hadFocus.current) {
        element?.querySelector<HTMLElement>(".body:not([hidden]) [data-heading]")?.focus();
      }
    }
    hadFocus.current = activeIn(element) !== null;
  });
}

function activeIn(root: HTMLElement | null): Element | null {
  const tree = root?.getRootNode() as Partial<DocumentOrShadowRoot> | undefined;
  const active = tree?.activeElement ?? null;
  return root?.contains(active) === true ? active : null;
}
