/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { type Actions, actionsOf } from "@/widget/flow/actions-of";
import { Icon } from "@/widget/view/icon";
import type { Place } from "@/widget/view/place-of";
import { PrimaryButton } from "@/widget/view/primary-button";
import type { ViewContext } from "@/widget/view/view-context";

/** What goes on and what goes back, in the same place on every step. */
export function Footer({ view, place }: { view: ViewContext; place: Place }) {
  const actions = actionsOf(view.state);
  const [back, primary] = [backIn(view, place, actions), primaryIn(view, place, actions)];
  return back || primary ? (
    <div class="actions">
      {back}
      {primary}
    </div>
  ) : null;
}

function backIn({ state, texts, dispatch }: ViewContext, place: Place, { back, ways }: Actions): ComponentChildren {
  switch (place) {
    case "closing":
      return <Back isPlain text={texts.closing.leave} onClick={() => dispatch({ type: "close_confirmed" })} />;
    case "send":
      return <Back text={texts.send.back} onClick={() => dispatch({ type: "send_closed" })} />;
    case "progress": {
      if (state.setUp === null || state.setUp.stage === "certificate" || state.setUp.stage === "live") return null;
      if (state.way !== "manual" && ways.includes("manual")) {
        return <Back text={texts.progress.otherWay} onClick={() => dispatch({ type: "way_chosen", way: "manual" })} />;
      }
      return back !== null && <Back text={texts.progress.toRecords} onClick={() => dispatch(back)} />;
    }
    case "analysis":
    case "choice":
    case "records":
      return back !== null && <Back text={texts.common.back} onClick={() => dispatch(back)} />;
    default:
      return null;
  }
}

function primaryIn(view: ViewContext, place: Place, actions: Actions): ComponentChildren {
  const { state, texts, canClose, dispatch } = view;
  const { primary } = actions;
  const go = () => primary !== null && dispatch(primary);
  switch (place) {
    case "expired":
      // Behind a link, nobody here can renew it.
      return (
        state.mode === "token" && (
          <PrimaryButton text={texts.expired.button} onClick={() => dispatch({ type: "retried" })} />
        )
      );
    case "closing":
      return <PrimaryButton text={texts.closing.stay} onClick={() => dispatch({ type: "close_cancelled" })} />;
    case "analysis":
      return analysisAction(view, actions);
    case "records": {
      if (state.setUp === null) return null;
      const isDone = state.setUp.steps.every(({ status }) => status === "done");
      const busy = state.busy === "verifying" ? texts.progress.checking : null;
      return <PrimaryButton text={isDone ? texts.common.next : texts.records.button} busy={busy} onClick={go} />;
    }
    case "progress":
      return progressAction(view, actions);
    case "success":
      return canClose && <PrimaryButton text={texts.success.done} onClick={() => dispatch({ type: "close_wanted" })} />;
    case "ended": {
      const { startOver } = actions;
      return startOver !== null && <PrimaryButton text={texts.ended.startOver} onClick={() => dispatch(startOver)} />;
    }
    default:
      return null;
  }
}

function analysisAction({ state, texts, dispatch }: ViewContext, { primary }: Actions): ComponentChildren {
  const { check, busy, problem } = state;
  if (busy !== null) {
    const text = busy === "connecting" ? texts.analysis.busy : texts.domain.busy;
    return <PrimaryButton text={texts.common.next} busy={text} />;
  }
  if (primary?.type !== "analysis_accepted" || problem !== null) return null;
  const own = check?.connectable.reason === "own_connection";
  const text = primary.contest ? texts.analysis.contestButton : own ? texts.analysis.ownButton : texts.common.next;
  return <PrimaryButton text={text} onClick={() => dispatch(primary)} />;
}

/** The provider's page is opened inside the click. */
function progressAction(view: ViewContext, { primary, canOpenProvider }: Actions): ComponentChildren {
  const { state, texts, say, dispatch, openProvider } = view;
  const { setUp, way, busy, providerWindow } = state;
  const isOpening = busy === "opening_provider";
  if (way === "domain_connect" && setUp?.stage === "records" && !setUp.isDone && (canOpenProvider || isOpening)) {
    return (
      <PrimaryButton
        text={say(texts.progress.providerOpen)}
        icon="open"
        busy={isOpening ? texts.progress.providerBusy : null}
        isQuiet={providerWindow === "open"}
        onClick={openProvider}
      />
    );
  }
  if (setUp === null) return null;
  const go = () => primary !== null && dispatch(primary);
  return (
    <PrimaryButton
      isQuiet
      text={texts.progress.check}
      busy={busy === null ? null : texts.progress.checking}
      onClick={go}
    />
  );
}

function Back({ text, isPlain = false, onClick }: { text: string; isPlain?: boolean; onClick: () => void }) {
  return (
    <button type="button" class="btn bare" onClick={onClick}>
      {!isPlain && <Icon name="back" />}
      {text}
    </button>
  );
}
