import type { WidgetResource } from "@/lib/accounts/tokens/widget-schema";
import type { DomainCheck } from "@/lib/connections/domains/schema";
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";

/** The flow's data: what the view shows, what happens, and what the runner does about it. Types only. */

/** `ended`: the connection was archived or failed, or the link does not work. */
export type FlowStep = "domain" | "analysis" | "choice" | "records" | "progress" | "success" | "ended";

/** How the records come into the zone. */
export type Way = "manual" | "automatic" | "domain_connect";

/** `token`: in a page of the integrator, from the domain on. `link`: the hosted page, whose connection exists. */
export type FlowMode = "token" | "link";

/** Something was refused or did not arrive. `retry`: the same again may succeed. `message`: the server's, in English. */
export type FlowProblem = {
  code: string;
  /** Of the refusal (`details.reason`), for domains: `tld_unknown`, `other_platform`, … */
  reason: string | null;
  message: string;
  retry: boolean;
  requestId: string | null;
};

/** What a person typed, understood without the server. */
export type DomainReading =
  | { kind: "empty" }
  | {
      kind: "hostname";
      hostname: string;
      unicode: string;
      /** Of the text, what the server is asked with. Its own reading counts: browsers know different versions of Unicode. */
      name?: string;
      from: "typed" | "url" | "email";
      suggestions: readonly string[];
    }
  | { kind: "wrong"; reason: DomainFault };

export const domainFaults = ["no_dot", "address", "local", "spaces", "characters", "too_long", "only_tld"] as const;

export type DomainFault = (typeof domainFaults)[number];

/** The panel “I have no access”. */
export type SendState = {
  isOpen: boolean;
  url: string | null;
  mailedTo: string | null;
  busy: "link" | "mail" | null;
  problem: FlowProblem | null;
  /** The mail that is being sent, or was refused. */
  draft?: { to: string; note: string } | null;
};

export type FlowState = {
  mode: FlowMode;
  step: FlowStep;
  /** null until it has arrived; in mode `link` always. */
  widget: WidgetResource | null;
  /** As it stands in the field. */
  typed: string;
  reading: DomainReading;
  check: DomainCheck | null;
  setUp: SetUpResource | null;
  /** The ways that are offered, the best first. */
  ways: readonly Way[];
  way: Way | null;
  /** What is under way; the view shows it where the answer will be. */
  busy: "starting" | "checking" | "connecting" | "reading" | "verifying" | "opening_provider" | null;
  problem: FlowProblem | null;
  /** Records that the person says are published, or whose values were copied: ids of steps. */
  copied: readonly string[];
  send: SendState;
  /** The provider's page of Domain Connect. `cancelled` and `failed`: as it was said there; `closed`: nothing was said. */
  providerWindow: "open" | "closed" | "blocked" | "cancelled" | "failed" | null;
  /** Where the window was blocked: for a link. Good once, for an hour. */
  applyUrl?: string | null;
  /** No other way is offered. */
  forcedWay?: "manual" | null;
  /** The integrator gave the domain to begin with. */
  isGiven?: boolean;
  /** 45 s in `progress` without a change. */
  isStalled: boolean;
  asksToClose: boolean;
  /** The token was refused as expired: everything else stays as it is. */
  isExpired: boolean;
  isOffline: boolean;
  /** When `setUp` last changed, and when the next thing is to be done, in ms since the epoch. */
  changedAtMs: number;
  pollAtMs: number | null;
};

/** What a person does, or what arrives. */
export type FlowEvent =
  | { type: "started"; widget: WidgetResource | null; setUp: SetUpResource | null }
  | { type: "typed"; text: string }
  | { type: "suggestion_taken"; hostname: string }
  | { type: "domain_submitted" }
  | { type: "checked"; check: DomainCheck }
  | { type: "analysis_accepted"; contest: boolean }
  | { type: "way_chosen"; way: Way }
  | { type: "connected"; setUp: SetUpResource }
  | { type: "set_up_read"; setUp: SetUpResource }
  | { type: "copied"; stepId: string }
  | { type: "records_published" }
  | { type: "check_wanted" }
  | { type: "went_back" }
  | { type: "started_over" }
  | { type: "send_opened" }
  | { type: "send_closed" }
  | { type: "link_wanted" }
  | { type: "mail_wanted"; to: string; note: string }
  | { type: "link_made"; url: string; mailedTo: string | null }
  | { type: "send_failed"; problem: FlowProblem }
  | { type: "provider_opened" }
  | { type: "provider_shown" }
  | { type: "provider_blocked"; applyUrl?: string | null }
  | { type: "provider_closed"; outcome?: "returned" | "cancelled" | "failed" | null }
  | { type: "failed"; problem: FlowProblem }
  | { type: "retried" }
  | { type: "expired" }
  | { type: "token_renewed" }
  | { type: "offline" }
  | { type: "online" }
  | { type: "woke" }
  | { type: "close_wanted" }
  | { type: "close_cancelled" }
  | { type: "close_confirmed" };

/** What the runner has to do; each ends in an event. */
export type FlowEffect =
  | { type: "start" }
  | { type: "check_domain"; hostname: string }
  | { type: "connect"; hostname: string; way: Way; contest: boolean }
  | { type: "read_set_up" }
  | { type: "verify" }
  | { type: "make_link" }
  | { type: "send_mail"; to: string; note: string }
  | { type: "renew_token" }
  | { type: "close" };

/** Pure: the next state, and what is to be done for it. */
export type Step = (
  state: FlowState,
  event: FlowEvent,
  nowMs: number,
) => { state: FlowState; effects: readonly FlowEffect[] };

/** The server, as the flow needs it. Rejects with `FlowFailure` alone. */
export type FlowApi = {
  start(): Promise<{ widget: WidgetResource | null; setUp: SetUpResource | null }>;
  checkDomain(hostname: string): Promise<DomainCheck>;
  /** Also where the tenant has connected it already: the flow goes on from there. */
  connect(input: { hostname: string; way: Way; contest: boolean }): Promise<SetUpResource>;
  readSetUp(): Promise<SetUpResource>;
  verify(): Promise<void>;
  makeLink(): Promise<{ url: string }>;
  sendMail(input: { to: string; note: string }): Promise<{ url: string | null }>;
  /** The address of the provider's page for Domain Connect, and the size of its window. */
  startDomainConnect(): Promise<{ applyUrl: string; width: number; height: number }>;
};
