/** The public interface of the widget. Without imports: `@latchkey/widget` brings this file's types as they are. */

export type LatchkeyStep = "domain" | "analysis" | "choice" | "records" | "progress" | "success" | "ended";

/** Each field replaces the application's own setting. */
export type LatchkeyTheme = {
  /** `#rrggbb` */
  accent?: string | null;
  /** `#rrggbb`, where the widget is dark. */
  accentDark?: string | null;
  radius?: "none" | "small" | "medium" | "large";
  font?: "page" | "system" | "serif" | "mono";
  density?: "comfortable" | "compact";
  showLogo?: boolean;
};

/** Your own words, in the language of your page. What is not here is Latchkey's own, translated. */
export type LatchkeyCopy = {
  /** The name of the window; screen readers say it first. */
  title?: string;
  /** The first step's heading, the sentence below it, and its button. */
  heading?: string;
  introduction?: string;
  button?: string;
  /** When the domain is live; `{domain}` stands for it. */
  successTitle?: string;
  successText?: string;
};

export type LatchkeyStepDetail = { step: LatchkeyStep; domain: string | null };

export type LatchkeySuccessDetail = {
  connectionId: string | null;
  domain: string;
  /** How the records were set: `manual`, `automatic` or `domain_connect`. */
  setupType: string;
  /** The key of the DNS provider, or null where it is not known. */
  provider: string | null;
};

export type LatchkeyCloseDetail = { completed: boolean; step: LatchkeyStep; domain: string | null };

export type LatchkeyOptions = {
  /** From `POST /v1/tokens`, by your server. */
  token: string;
  /** To start with; the first step is skipped where it is a valid one. */
  domain?: string;
  /** An element or its selector: the widget is shown in it, and not as a dialog. */
  container?: Element | string;
  theme?: LatchkeyTheme;
  colorScheme?: "light" | "dark" | "auto";
  /** A BCP 47 tag. Without it: the language of the page, else of the browser, else English. */
  locale?: string;
  copy?: LatchkeyCopy;
  /** Records by hand, also where the provider offers more. */
  forceManual?: boolean;
  /** Who connects the domain, in your own words; kept on the connection. At most 200 characters. */
  endUserRef?: string;
  /** Of the Latchkey installation. Without it: where the script was loaded from. */
  origin?: string;
  onStep?: (detail: LatchkeyStepDetail) => void;
  onSuccess?: (detail: LatchkeySuccessDetail) => void;
  /** The widget shows the error as well, with what helps. */
  onError?: (error: LatchkeyError) => void;
  onClose?: (detail: LatchkeyCloseDetail) => void;
  /** Return a new token, or call `update({ token })` later: the widget goes on where it was. */
  onSessionExpired?: () => string | undefined | Promise<string | undefined> | Promise<void> | void;
};

export type LatchkeyUpdate = {
  token?: string;
  theme?: LatchkeyTheme;
  colorScheme?: "light" | "dark" | "auto";
  locale?: string;
};

export type LatchkeyHandle = {
  /** Closes it at once, without a question. Does nothing where it is closed. */
  close(): void;
  update(part: LatchkeyUpdate): void;
};

/** `code` is stable, `message` is English and for developers. */
export class LatchkeyError extends Error {
  override readonly name: string = "LatchkeyError";
  constructor(
    readonly code: string,
    message: string,
    /** The same again may succeed. */
    readonly retry = false,
    /** In the server's log, where the server answered. */
    readonly requestId: string | null = null,
  ) {
    super(message);
  }
}

/** `open` was called wrongly: `token_missing`, `container_missing`, `already_open`, `origin_missing`, `browser_unsupported`. */
export class LatchkeyUsageError extends LatchkeyError {
  override readonly name = "LatchkeyUsageError";
}

/** The token does not work any more: `token_expired`, `unauthorized`. */
export class LatchkeySessionError extends LatchkeyError {
  override readonly name = "LatchkeySessionError";
}

/** The server refused something or was not reached. `code`: as in the API's errors, or `network`, `timeout`, `bad_answer`. */
export class LatchkeyRequestError extends LatchkeyError {
  override readonly name = "LatchkeyRequestError";
}

/** What `window.Latchkey` is. */
export type LatchkeyGlobal = {
  /** @throws LatchkeyUsageError */
  open(options: LatchkeyOptions): LatchkeyHandle;
  readonly version: string;
  readonly LatchkeyError: typeof LatchkeyError;
  readonly LatchkeyUsageError: typeof LatchkeyUsageError;
  readonly LatchkeySessionError: typeof LatchkeySessionError;
  readonly LatchkeyRequestError: typeof LatchkeyRequestError;
};

declare global {
  interface Window {
    Latchkey?: LatchkeyGlobal;
  }
  interface WindowEventMap {
    "connectdomain:step": CustomEvent<LatchkeyStepDetail>;
    "connectdomain:success": CustomEvent<LatchkeySuccessDetail>;
    "connectdomain:close": CustomEvent<LatchkeyCloseDetail>;
  }
}
