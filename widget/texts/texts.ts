import type { DomainFault, Way } from "@/widget/flow/state";

/** What the widget says in one language. `{name}` is filled by `format`; each language has the placeholders of English. */

/** By the plural rules of the language, of the value `{count}`. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

export type Message = string | Plural;

type Explained = { title: string; text: string };

/** Why the server refuses a domain (`details.reason`), and what the browser finds before. */
export type RefusedReason =
  | "email"
  | "empty_label"
  | "hyphen"
  | "invalid_character"
  | "invalid_idn"
  | "ip_address"
  | "label_too_long"
  | "other_platform"
  | "platform_hostname"
  | "public_suffix"
  | "record_template"
  | "reserved_tld"
  | "several_hostnames"
  | "single_label"
  | "too_long"
  | "too_long_for_challenge"
  | "underscore"
  | "unknown_tld"
  | "url"
  | "whitespace"
  | "wildcard";

/** Codes of `FlowProblem` that have a text of their own; others are shown as `internal`. */
export type ProblemCode =
  | "HostnameConflict"
  | "QuotaExceeded"
  | "automatic_failed"
  | "bad_answer"
  | "forbidden"
  | "internal"
  | "invalid"
  | "invalid_state"
  | "network"
  | "not_found"
  | "provider_error"
  | "rate_limited"
  | "timeout"
  | "token_expired"
  | "unauthorized"
  | "unavailable";

export type Texts = {
  common: {
    /** Of the dialog, and of the first step. `{name}`: of the company whose product this is. */
    title: string;
    close: string;
    back: string;
    next: string;
    retry: string;
    cancel: string;
    copy: string;
    copied: string;
    /** For screen readers, in place of “Copy”. `{what}`: “Value”, “Host”, … */
    copyWhat: string;
    /** Where the browser does not let us write to the clipboard. */
    copyByHand: string;
    optional: string;
    /** For screen readers, after a link. */
    newTab: string;
    step: string;
    poweredBy: string;
    help: string;
    loading: string;
    offline: string;
  };
  domain: {
    title: string;
    introduction: string;
    label: string;
    hint: string;
    button: string;
    busy: string;
    fromUrl: string;
    fromEmail: string;
    /** `{domain}` as people read it, `{ascii}` as the DNS has it. */
    inDns: string;
    /** Before the buttons with other domains. */
    suggestion: string;
    /** The token is for one domain. */
    locked: string;
    empty: string;
    faults: Record<DomainFault, string>;
    refused: Record<RefusedReason, string>;
  };
  analysis: {
    title: string;
    busyTitle: string;
    busyText: string;
    managedAt: string;
    managedUnknown: string;
    /** Above what is published for the domain now. */
    present: string;
    nothingPresent: string;
    wildcard: string;
    conflicts: Plural;
    conflictsText: string;
    noConflicts: string;
    caa: Explained;
    zone: Record<"nxdomain" | "no_nameservers" | "lame" | "unreachable" | "degraded", string>;
    www: string;
    own: Explained;
    ownButton: string;
    contest: Explained;
    contestButton: string;
    otherDomain: string;
    busy: string;
  };
  choice: {
    title: string;
    introduction: string;
    recommended: string;
    ways: Record<Way, Explained>;
    busy: string;
  };
  records: {
    title: Plural;
    titleDone: string;
    /** At `{provider}`. */
    introduction: string;
    introductionUnknown: string;
    open: string;
    /** `{path}`: “Domains › shop.example › DNS”. `{button}` and fields: words of the provider's own form. */
    whereTitle: string;
    whereSignIn: string;
    wherePath: string;
    whereAdd: string;
    whereSave: string;
    whereUnknown: string;
    hints: Record<
      "adds_domain" | "proxy_off" | "no_quotes" | "no_trailing_dot" | "trailing_dot" | "no_ttl" | "save_after",
      string
    >;
    actions: Record<"add" | "change" | "delete", string>;
    status: Record<"todo" | "wrong" | "done", string>;
    type: string;
    host: string;
    value: string;
    ttl: string;
    seconds: Plural;
    /** Where the provider's form wants nothing at the top of the zone. */
    emptyHost: string;
    /** Before the other spelling of the host. */
    fullHost: string;
    relativeHost: string;
    seen: string;
    showMore: string;
    progress: Plural;
    button: string;
    noAccess: string;
    noteProvider: string;
    noteUs: string;
    noteYou: string;
  };
  send: {
    title: string;
    introduction: string;
    mail: string;
    mailWrong: string;
    note: string;
    mailButton: string;
    mailBusy: string;
    mailed: string;
    linkTitle: string;
    linkText: string;
    linkButton: string;
    linkBusy: string;
    link: string;
    copyLink: string;
    showQr: string;
    qr: string;
    back: string;
  };
  progress: {
    /** Also said by screen readers when it changes. */
    stages: Record<"records" | "spreading" | "certificate", Explained>;
    automatic: Explained;
    provider: Explained;
    providerOpen: string;
    providerBusy: string;
    providerWindow: Explained;
    providerClosed: Explained;
    providerBlocked: Explained;
    providerCancelled: Explained;
    providerFailed: Explained;
    steps: Record<"records" | "spreading" | "certificate" | "live", string>;
    servers: Record<"right" | "other" | "missing" | "silent", string>;
    serversRight: string;
    unchecked: string;
    showServers: string;
    /** “Usually within 5 minutes” is `about`, “by 14:05” is `by`, on another day `byDay`. */
    now: string;
    about: Plural;
    by: string;
    byDay: string;
    because: Record<"ttl" | "negative_ttl" | "next_check" | "certificate" | "contest", string>;
    nextCheck: string;
    checkedAt: string;
    check: string;
    checking: string;
    mayClose: string;
    stalled: Explained;
    finding: string;
    fix: string;
    toRecords: string;
    otherWay: string;
  };
  success: { title: string; text: string; visit: string; done: string };
  ended: Record<"archived" | "failed" | "link", Explained> & { startOver: string };
  problems: Record<ProblemCode, Explained> & { request: string };
  closing: Explained & { textSaved: string; stay: string; leave: string };
  expired: Explained & { textLink: string; button: string; busy: string };
  /** Said by screen readers alone. */
  announce: {
    copied: string;
    recordDone: string;
    recordWrong: string;
    allRecordsDone: string;
    unchanged: string;
    online: string;
  };
};

/** What the first step needs. English has it in the script itself; all else comes with the chunk of the later steps. */
export type FirstTexts = Pick<Texts, "common" | "success"> & {
  domain: Omit<Texts["domain"], "refused">;
  problems: Pick<Texts["problems"], "network" | "request">;
};

export type LaterTexts = Omit<Texts, "common" | "success" | "domain" | "problems"> & {
  domain: Pick<Texts["domain"], "refused">;
  problems: Omit<Texts["problems"], "network" | "request">;
};
