import type { Language } from "@/lib/kernel/languages";
import { runFlow } from "@/widget/flow/run-flow";
import type { FlowState, FlowStep } from "@/widget/flow/state";
import { createTokenApi } from "@/widget/flow/token-api";
import { applyCopy } from "@/widget/skins/apply-copy";
import { brandOf } from "@/widget/skins/brand-of";
import { callBack } from "@/widget/skins/call-back";
import { chooseLanguage } from "@/widget/skins/choose-language";
import { draw, erase } from "@/widget/skins/draw";
import {
  type LatchkeyHandle,
  type LatchkeyOptions,
  LatchkeySessionError,
  LatchkeyUsageError,
} from "@/widget/skins/options";
import { openDialog, openInline, type Place } from "@/widget/skins/place";
import { themeOf } from "@/widget/skins/theme-of";
import { toError } from "@/widget/skins/to-error";
import { enFirst } from "@/widget/texts/en-first";
import { loadTexts } from "@/widget/texts/load-texts";
import type { FirstTexts } from "@/widget/texts/texts";

/** A dialog covers the page, so that there is one at a time. In containers there may be any number. */
let isDialogOpen = false;

/**
 * Opens the flow: over the page, or in `container`. Where the page is not parsed yet, as soon as it is.
 * @throws LatchkeyUsageError
 */
export function openWidget(options: LatchkeyOptions, scriptOrigin: string): LatchkeyHandle {
  const origin = options.origin ?? scriptOrigin;
  assertUsable(options, origin);
  const container = containerOf(options);
  if (container === null && document.readyState !== "loading") throw containerMissing();
  return container === null ? openLater(options, origin) : startSession(options, origin, container);
}

/** Keeps what is asked of the handle until the page is parsed. */
function openLater(options: LatchkeyOptions, origin: string): LatchkeyHandle {
  let wishes = options;
  let handle: LatchkeyHandle = {
    close: () => document.removeEventListener("DOMContentLoaded", begin),
    update: (part) => {
      wishes = { ...wishes, ...part };
    },
  };
  function begin(): void {
    const container = containerOf(wishes);
    if (container) handle = startSession(wishes, origin, container);
    else callBack(wishes.onError, containerMissing());
  }
  document.addEventListener("DOMContentLoaded", begin, { once: true });
  return { close: () => handle.close(), update: (part) => handle.update(part) };
}

/** @throws LatchkeyUsageError */
function assertUsable(options: LatchkeyOptions, origin: string): void {
  if (typeof options?.token !== "string" || options.token === "")
    throw new LatchkeyUsageError("token_missing", "`token` is missing: see POST /v1/tokens.");
  if (origin === "") throw new LatchkeyUsageError("origin_missing", "Set `origin`: the script does not know its own.");
  if (!("adoptedStyleSheets" in document) || typeof HTMLDialogElement !== "function")
    throw new LatchkeyUsageError("browser_unsupported", "This browser is too old.");
}

function containerMissing(): LatchkeyUsageError {
  return new LatchkeyUsageError("container_missing", "`container` is no element of this page.");
}

/** Where to put the host: null where it is not there. */
function containerOf({ container }: LatchkeyOptions): Element | null {
  if (container === undefined) return document.body;
  return typeof container === "string" ? document.querySelector(container) : container.isConnected ? container : null;
}

/** @throws LatchkeyUsageError */
function startSession(options: LatchkeyOptions, origin: string, container: Element): LatchkeyHandle {
  const isDialog = options.container === undefined;
  if (isDialog && isDialogOpen) throw new LatchkeyUsageError("already_open", "Another dialog is open.");
  if (isDialog) isDialogOpen = true;
  let { token, theme, colorScheme, locale } = options;
  let language = languageOf(locale);
  let texts: FirstTexts | null = null;
  let state: FlowState | null = null;
  let step: FlowStep | null = null;
  let isCompleted = false;
  let isOver = false;
  let onToken: (() => void) | null = null;

  const place: Place = isDialog
    ? openDialog({ onCloseWanted: () => flow.dispatch({ type: "close_wanted" }), onGone: end })
    : openInline(container, { onGone: end });
  place.root.setAttribute("aria-busy", "true");

  const flow = runFlow({
    api: createTokenApi({
      origin,
      token: () => token,
      get locale() {
        return language;
      },
      endUserRef: options.endUserRef,
      fetch: (...request) => fetch(...request),
    }),
    mode: "token",
    typed: options.domain,
    forcedWay: options.forceManual ? "manual" : undefined,
    clock: {
      now: () => Date.now(),
      setTimeout: (run, ms) => window.setTimeout(run, ms),
      clearTimeout: (timer) => window.clearTimeout(Number(timer)),
    },
    onState(next) {
      const before = state;
      state = next;
      show();
      announce(next, before);
    },
    onRenew: options.onSessionExpired && renew,
    onClose: end,
  });

  function show(): void {
    if (state === null || texts === null || isOver) return;
    const application = state.widget?.theme ?? null;
    const look = themeOf(application, theme, colorScheme);
    draw(place.root, {
      state,
      dispatch: flow.dispatch,
      openProvider: flow.openProvider,
      texts,
      language,
      brand: brandOf(state, origin),
      theme: look,
      canClose: isDialog,
    });
    if (!place.root.hasAttribute("aria-busy")) return;
    place.root.removeAttribute("aria-busy");
    place.focus();
  }

  /** To the page: each step once, success once, and each problem once. */
  function announce(next: FlowState, before: FlowState | null): void {
    const domain = domainOf(next);
    if (next.step !== step) {
      step = next.step;
      emit("step", { step, domain });
      callBack(options.onStep, { step, domain });
    }
    if (next.step === "success" && !isCompleted && next.setUp) {
      isCompleted = true;
      const { connectionId, hostname, setupType, provider } = next.setUp;
      const detail = { connectionId, domain: hostname, setupType, provider: provider?.key ?? null };
      emit("success", detail);
      callBack(options.onSuccess, detail);
    }
    if (next.problem && next.problem !== before?.problem) callBack(options.onError, toError(next.problem));
    if (next.isExpired && !before?.isExpired && !options.onSessionExpired)
      callBack(options.onError, new LatchkeySessionError("token_expired", "The token has expired.", true));
  }

  /** Ends when there is a new token: from the callback, or from `update`. */
  async function renew(): Promise<void> {
    const renewed = new Promise<void>((resolve) => {
      onToken = resolve;
    });
    try {
      const fresh = await callBack(options.onSessionExpired, undefined);
      if (typeof fresh === "string" && fresh !== "") return setToken(fresh);
    } catch (error) {
      reportError(error);
    }
    await renewed;
  }

  function setToken(fresh: string): void {
    token = fresh;
    if (onToken) onToken();
    else if (state?.isExpired) flow.dispatch({ type: "token_renewed" });
    onToken = null;
  }

  function setLanguage(next: Language): void {
    language = next;
    const use = (loaded: FirstTexts) => {
      if (language !== next) return;
      texts = applyCopy(loaded, options.copy);
      show();
    };
    if (next === "en") use(enFirst);
    // Without its words in this language, the widget works in English.
    else loadTexts(next).then(use, () => use(enFirst));
  }

  function end(): void {
    if (isOver) return;
    isOver = true;
    flow.stop();
    erase(place.root);
    if (isDialog) isDialogOpen = false;
    place.remove();
    const detail = { completed: isCompleted, step: step ?? "domain", domain: state && domainOf(state) };
    emit("close", detail);
    callBack(options.onClose, detail);
  }

  setLanguage(language);
  return {
    close: end,
    update(part) {
      if (isOver) return;
      theme = part.theme ?? theme;
      colorScheme = part.colorScheme ?? colorScheme;
      if (part.token) setToken(part.token);
      if (part.locale !== undefined) {
        locale = part.locale;
        setLanguage(languageOf(locale));
      } else show();
    },
  };
}

function languageOf(locale: string | undefined): Language {
  return chooseLanguage([locale, document.documentElement.lang, ...navigator.languages]);
}

function domainOf({ setUp, reading }: FlowState): string | null {
  return setUp?.hostname ?? (reading.kind === "hostname" ? reading.hostname : null);
}

function emit(name: "step" | "success" | "close", detail: object): void {
  window.dispatchEvent(new CustomEvent(`connectdomain:${name}`, { detail }));
}
