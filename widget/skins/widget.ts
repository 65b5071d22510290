import { openWidget } from "@/widget/skins/open-widget";
import { LatchkeyError, LatchkeyRequestError, LatchkeySessionError, LatchkeyUsageError } from "@/widget/skins/options";

/** The script of `/widget/v1.js`: one global. */

/** Both are set by the build. The origin of the script; empty where it is not known. */
declare const LATCHKEY_VERSION: string;
declare const latchkeyOrigin: string;

// Loaded twice, the first stays: what it has open goes on.
window.Latchkey ??= {
  open: (options) => openWidget(options, latchkeyOrigin),
  version: LATCHKEY_VERSION,
  LatchkeyError,
  LatchkeyUsageError,
  LatchkeySessionError,
  LatchkeyRequestError,
};
