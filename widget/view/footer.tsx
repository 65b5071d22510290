/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { domainFormId } from "@/widget/view/domain-step";
import { Icon, Spinner } from "@/widget/view/icon";
import type { Place } from "@/widget/view/place-of";
import type { ViewContext } from "@/widget/view/view-context";

/** What goes on and what goes back, in the same place on every step. */
export function Footer({ view, place }: { view: ViewContext; place: Place }) {
  const { back, primary } = actionsIn(view, place);
  return back || primary ? (
    <div class="actions">
      {back}
      {primary}
    </div>
  ) : null;
}

type Actions = { back?: ComponentChildren; primary?: ComponentChildren };

function actionsIn(view: ViewContext, place: Place): Actions {
  const { state, texts, dispatch } = view;
  const { common } = texts;
  const goBack = <Back text={common.back} onClick={() => dispatch({ type: "went_back" })} />;
  switch (place) {
    case "expired":
      if (state.mode === "link") return {};
      return {
        primary: <Primary text={texts.expired.button} onClick={() => dispatch({ type: "retried" })} />,
      };
    case "closing":
      return {
        back: <Back plain text={texts.closing.leave} onClick={() => dispatch({ type: "close_confirmed" })} />,
        primary: <Primary text={texts.closing.stay} onClick={() => dispatch({ type: "close_cancelled" })} />,
      };
    case "send":
      return { back: <Back text={texts.send.back} onClick={() => dispatch({ type: "send_closed" })} /> };
    case "domain": {
      const busy = state.busy === "checking" || state.busy === "starting";
      return {
        primary: <Primary form={domainFormId} text={texts.domain.button} busy={busy ? texts.domain.busy : null} />,
      };
    }
    case "analysis":
      return { back: isBound(view) ? null : goBack, primary: analysisAction(view) };
    case "choice":
      return { back: goBack };
    case "records": {
      const isDone = state.setUp?.steps.every(({ status }) => status === "done") ?? false;
      return {
        back: state.mode === "link" ? null : goBack,
        primary: state.setUp !== null && (
          <Primary
            text={isDone ? common.next : texts.records.button}
            busy={state.busy === "verifying" ? texts.progress.checking : null}
            onClick={() => dispatch({ type: "records_published" })}
          />
        ),
      };
    }
    case "progress":
      return { back: progressBack(view), primary: progressAction(view) };
    case "success":
      return {
        primary: view.canClose && (
          <Primary text={texts.success.done} onClick={() => dispatch({ type: "close_wanted" })} />
        ),
      };
    case "ended":
      return {
        primary: state.mode === "token" && state.setUp !== null && (
          <Primary text={texts.ended.startOver} onClick={() => dispatch({ type: "started_over" })} />
        ),
      };
  }
}

function analysisAction({ state, texts, dispatch }: ViewContext): ComponentChildren {
  const { check, busy, problem } = state;
  if (check === null || busy === "checking") {
    return problem === null ? <Primary text={texts.common.next} busy={texts.domain.busy} /> : null;
  }
  const { reason, contest } = check.connectable;
  const isContest = reason === "another_tenant" || problem?.code === "HostnameConflict";
  if (isContest && !contest) return null;
  return (
    <Primary
      text={
        isContest
          ? texts.analysis.contestButton
          : reason === "own_connection"
            ? texts.analysis.ownButton
            : texts.common.next
      }
      busy={busy === null ? null : texts.analysis.busy}
      onClick={() => dispatch({ type: "analysis_accepted", contest: isContest })}
    />
  );
}

function progressAction({ state, texts, say, dispatch, openProvider }: ViewContext): ComponentChildren {
  const { setUp, way, busy, providerWindow } = state;
  if (way === "domain_connect" && setUp?.stage === "records" && !setUp.isDone) {
    return (
      <Primary
        text={say(texts.progress.providerOpen)}
        icon="open"
        busy={busy === "opening_provider" ? texts.progress.providerBusy : null}
        isQuiet={providerWindow === "open"}
        onClick={openProvider}
      />
    );
  }
  return (
    <Primary
      isQuiet
      text={texts.progress.check}
      busy={busy === "verifying" ? texts.progress.checking : null}
      onClick={() => dispatch({ type: "check_wanted" })}
    />
  );
}

/** The way back from what is written for them is the other way: by hand. */
function progressBack({ state, texts, dispatch }: ViewContext): ComponentChildren {
  if (state.setUp === null || state.setUp.stage === "certificate" || state.setUp.stage === "live") return null;
  const text = state.way === "manual" || state.way === null ? texts.progress.toRecords : texts.progress.otherWay;
  return <Back text={text} onClick={() => dispatch({ type: "went_back" })} />;
}

function isBound({ state }: ViewContext): boolean {
  return state.widget !== null && state.widget.hostname !== null;
}

function Back({ text, plain = false, onClick }: { text: string; plain?: boolean; onClick: () => void }) {
  return (
    <button type="button" class="btn bare" onClick={onClick}>
      {!plain && <Icon name="back" />}
      {text}
    </button>
  );
}

/** Busy, it keeps the focus and does nothing. */
function Primary(props: {
  text: string;
  busy?: string | null;
  icon?: "open";
  form?: string;
  isQuiet?: boolean;
  onClick?: () => void;
}) {
  const { text, busy = null, icon, form, isQuiet = false, onClick } = props;
  return (
    <button
      type={form === undefined ? "button" : "submit"}
      form={form}
      class={`btn ${isQuiet ? "" : "primary"}`}
      aria-disabled={busy !== null}
      onClick={(event) => {
        if (busy !== null) event.preventDefault();
        else onClick?.();
      }}
    >
      {busy !== null && <Spinner />}
      {busy ?? text}
      {busy === null && icon !== undefined && <Icon name={icon} />}
    </button>
  );
}
