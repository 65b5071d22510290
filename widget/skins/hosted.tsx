/** @jsxImportSource preact */
import { hydrate, render } from "preact";
import { createLinkApi } from "@/widget/flow/link-api";
import { runFlow } from "@/widget/flow/run-flow";
import type { FlowState } from "@/widget/flow/state";
import { readHostedStart } from "@/widget/skins/hosted-start";
import { titleId } from "@/widget/skins/title-id";
import { en } from "@/widget/texts/en";
import { loadTexts } from "@/widget/texts/load-texts";
import { later } from "@/widget/view/later";
import { View } from "@/widget/view/view";

/** The script of the hosted page: goes on from what the server has drawn. */
async function start(root: HTMLElement, text: string): Promise<void> {
  const { language, brand, setUp } = readHostedStart(text);
  const token = decodeURIComponent(location.pathname.split("/").pop() ?? "");
  const texts = language === "en" ? en : await loadTexts(language).catch(() => en);
  const api = createLinkApi({
    origin: location.origin,
    token,
    locale: language,
    known: setUp,
    fetch: (...request) => fetch(...request),
  });
  let isDrawn = setUp !== null;
  const flow = runFlow({
    api,
    mode: "link",
    clock: {
      now: () => Date.now(),
      setTimeout: (run, ms) => window.setTimeout(run, ms),
      clearTimeout: (timer) => window.clearTimeout(Number(timer)),
    },
    onState: show,
    onClose: () => undefined,
  });

  function show(state: FlowState): void {
    document.body.dataset.step = state.step;
    // What the server has drawn stays until the flow is where the server was.
    if (isDrawn && state.busy === "starting") return;
    const view = (
      <View
        state={state}
        dispatch={(event) => flow.dispatch(event)}
        openProvider={() => flow.openProvider()}
        texts={texts}
        language={language}
        brand={state.setUp?.brand ?? brand}
        canClose={false}
        later={later}
        labelledById={titleId}
      />
    );
    if (isDrawn) hydrate(view, root);
    else render(view, root);
    isDrawn = false;
  }
}

const root = document.getElementById("flow");
const data = document.getElementById("start");
document.querySelector(".waiting")?.remove();
if (root && data) void start(root, data.textContent);
