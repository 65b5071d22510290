import { openWidget } from "@/widget/skins/open-widget";
import {
  LatchkeyError,
  LatchkeyRequestError,
  LatchkeySessionError,
  LatchkeyUsageError,
} from "@/widget/skins/options";

/** The script of `/widget/v1.js`: one global. */

/** Set by the build. */
declare const LATCHKEY_VERSION: string;

const script = document.currentScript;
const scriptOrigin = script instanceof HTMLScriptElement && script.src !== "" ? new URL(script.src).origin : null;

// Loaded twice, the first stays: what it has open goes on.
window.Latchkey ??= {
  open: (options) => openWidget(options, scriptOrigin),
  version: LATCHKEY_VERSION,
  LatchkeyError,
  LatchkeyUsageError,
  LatchkeySessionError,
  LatchkeyRequestError,
};
