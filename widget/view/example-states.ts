import type { Brand } from "@/lib/accounts/branding/schema";
import type { WidgetResource } from "@/lib/accounts/tokens/widget-schema";
import type { DomainCheck } from "@/lib/connections/domains/schema";
import type { SetUpResource, SetUpStep } from "@/lib/diagnosis/setup/schema";
import type { FlowProblem, FlowState } from "@/widget/flow/state";

/** Every step and every error of the flow, for pictures, tests, and the dashboard's preview. */

const brand: Brand = {
  name: "Acme Shops",
  logoUrl: null,
  color: null,
  helpUrl: "https://help.example.com/domains",
  poweredBy: true,
  linkOrigin: null,
};

/** Moments of one morning, by minute: nothing here depends on when it is shown. */
const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute));

const id = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, "0")}`;

const widget: WidgetResource = {
  applicationId: id(1),
  applicationName: "Acme Shops",
  environment: "live",
  hostname: null,
  brand,
  theme: {
    colorScheme: "auto",
    accent: null,
    accentDark: null,
    radius: "medium",
    font: "system",
    density: "comfortable",
    showLogo: true,
  },
  languages: ["en"],
  expiresAt: at(60),
};

const domain = "shop.example.com";

const cloudflare: NonNullable<SetUpResource["provider"]> = {
  key: "cloudflare",
  name: "Cloudflare",
  dnsPageUrl: "https://dash.cloudflare.com/?to=/:account/{domain}/dns/records",
  hostLabelStyle: "relative",
  notes: null,
  form: {
    path: ["Websites", "{domain}", "DNS", "Records"],
    addButton: "Add record",
    fields: { type: "Type", host: "Name", value: "Content", ttl: "TTL" },
    saveButton: "Save",
    rootHost: "@",
    hints: ["proxy_off", "adds_domain"],
    checkedAt: "2026-02-01",
  },
};

const check: DomainCheck = {
  hostname: domain,
  hostnameUnicode: domain,
  registrableDomain: "example.com",
  kind: "subdomain",
  zone: {
    name: "example.com",
    status: "ok",
    explanation: "",
    nameservers: ["ada.ns.example.net", "bob.ns.example.net"],
  },
  provider: {
    key: "cloudflare",
    name: "Cloudflare",
    dnsPageUrl: cloudflare.dnsPageUrl,
    hostLabelStyle: "relative",
    notes: null,
  },
  capabilities: { wildcard: true, apexFlattening: true, domainConnect: true, autoWrite: true },
  domainConnect: { supported: false, host: null, offered: false },
  setupType: "manual",
  coveredByCredential: null,
  recommendation: { code: "cname", text: "" },
  wwwRedirectRecommended: false,
  desiredRecords: [],
  presentRecords: [],
  conflicts: [],
  caa: { verdict: "allowed", host: null, records: [], explanation: "" },
  connectable: { ok: true, reason: null, message: null, contest: false },
  checkedAt: at(0),
};

const servers = (...statuses: SetUpStep["servers"][number]["status"][]): SetUpStep["servers"] =>
  statuses.map((status, index) => ({
    server: `${["ada", "bob", "cyd", "dan"][index]}.ns.example.net`,
    status,
    values: status === "other" ? ["old-shop.example.org"] : [],
  }));

const txt: SetUpStep = {
  id: "add TXT _latchkey-challenge.shop.example.com k7Qm",
  action: "add",
  status: "todo",
  type: "TXT",
  host: "_latchkey-challenge.shop",
  fullHost: "_latchkey-challenge.shop.example.com",
  recommended: "host",
  value: "latchkey-verify=k7QmZ2vX9pLr4TnB8sWd3HjY6cFg1AeU",
  ttl: 300,
  seen: [],
  because: null,
  servers: [],
};

const cname: SetUpStep = {
  ...txt,
  id: "add CNAME shop.example.com edge",
  type: "CNAME",
  host: "shop",
  fullHost: domain,
  value: "edge.latchkey.example",
};

const remove: SetUpStep = {
  ...txt,
  id: "delete A shop.example.com 192.0.2.7",
  action: "delete",
  type: "A",
  host: "shop",
  fullHost: domain,
  value: "192.0.2.7",
  because: "It still leads to the old server. A host with a CNAME cannot have other records.",
};

const wrong: SetUpStep = {
  ...cname,
  action: "change",
  status: "wrong",
  seen: ["edge.latchkey.example.example.com"],
  because: "The name of your domain was added at the end of the target once more.",
};

const done = (step: SetUpStep): SetUpStep => ({
  ...step,
  status: "done",
  servers: servers("right", "right", "right", "right"),
});

const setUp: SetUpResource = {
  connectionId: id(2),
  hostname: domain,
  hostnameUnicode: domain,
  zone: "example.com",
  kind: "subdomain",
  state: "pending_ownership",
  setupType: "manual",
  stage: "records",
  language: "en",
  provider: cloudflare,
  why: "Acme Shops asks for two DNS records, so that your shop is reached at shop.example.com.",
  steps: [txt, cname],
  notes: [],
  leave: "Leave all other records as they are, above all those for email.",
  isDone: false,
  finding: null,
  nextCheckAt: at(1),
  expectedAt: at(5),
  expectedBecause: "negative_ttl",
  brand,
  checkedAt: at(0),
  expiresAt: null,
};

const start: FlowState = {
  mode: "token",
  step: "domain",
  widget,
  typed: "",
  reading: { kind: "empty" },
  check: null,
  setUp: null,
  ways: [],
  way: null,
  busy: null,
  problem: null,
  copied: [],
  send: { isOpen: false, url: null, mailedTo: null, busy: null, problem: null },
  providerWindow: null,
  isStalled: false,
  asksToClose: false,
  isExpired: false,
  isOffline: false,
  changedAtMs: at(0).getTime(),
  pollAtMs: null,
};

const typed: FlowState = {
  ...start,
  typed: domain,
  reading: { kind: "hostname", hostname: domain, unicode: domain, from: "typed", suggestions: [] },
};

const refused = (code: string, more: Partial<FlowProblem> = {}): FlowProblem => ({
  code,
  reason: null,
  message: "",
  retry: false,
  requestId: null,
  ...more,
});

const analysis: FlowState = { ...typed, step: "analysis", check, ways: ["manual"] };

const choice: FlowState = { ...analysis, step: "choice", ways: ["automatic", "domain_connect", "manual"] };

const records: FlowState = { ...analysis, step: "records", setUp, way: "manual" };

const progress: FlowState = {
  ...records,
  step: "progress",
  setUp: { ...setUp, steps: [{ ...txt, servers: servers("missing", "missing", "missing", "silent") }, cname] },
};

const inSetUp = (state: FlowState, more: Partial<SetUpResource>): FlowState => ({
  ...state,
  setUp: { ...setUp, ...more },
});

const finding: NonNullable<SetUpResource["finding"]> = {
  code: "domain-doubled",
  who: "you",
  title: "The name of the domain is in the record twice",
  text: "The record stands at _latchkey-challenge.shop.example.com.example.com, because the form adds example.com itself.",
  fix: "Change its host to _latchkey-challenge.shop.",
};

const link: Partial<FlowState> = { mode: "link", widget: null, check: null, typed: "", reading: { kind: "empty" } };

export const exampleStates = {
  domain: start,
  domain_typed: typed,
  domain_from_url: {
    ...typed,
    typed: "https://www.example.com/shop?id=7",
    reading: {
      kind: "hostname",
      hostname: "www.example.com",
      unicode: "www.example.com",
      from: "url",
      suggestions: ["example.com"],
    },
  },
  domain_unicode: {
    ...typed,
    typed: "büro.example",
    reading: {
      kind: "hostname",
      hostname: "xn--bro-hoa.example",
      unicode: "büro.example",
      from: "typed",
      suggestions: ["www.büro.example"],
    },
  },
  domain_locked: { ...typed, widget: { ...widget, hostname: domain } },
  domain_busy: { ...typed, busy: "checking" },
  domain_refused: {
    ...typed,
    typed: "shop.example.cmo",
    problem: refused("invalid", { reason: "unknown_tld" }),
  },
  domain_too_fast: { ...typed, problem: refused("rate_limited", { retry: true }) },
  analysis_busy: { ...analysis, check: null, busy: "checking" },
  analysis_free: analysis,
  analysis_conflicts: {
    ...analysis,
    check: {
      ...check,
      presentRecords: [{ host: domain, type: "A", value: "192.0.2.7", ttl: 300, wildcard: false }],
      conflicts: [
        { host: domain, type: "A", value: "192.0.2.7", reason: "" },
        { host: domain, type: "AAAA", value: "2001:db8::7", reason: "" },
      ],
      caa: { verdict: "forbidden", host: "example.com", records: ['0 issue "digicert.com"'], explanation: "" },
    },
  },
  analysis_present: {
    ...analysis,
    check: {
      ...check,
      provider: null,
      kind: "apex",
      wwwRedirectRecommended: true,
      zone: { ...check.zone, status: "degraded" },
      presentRecords: [{ host: domain, type: "CNAME", value: "sites.example.net", ttl: 300, wildcard: true }],
    },
  },
  analysis_unregistered: {
    ...analysis,
    check: { ...check, provider: null, zone: { ...check.zone, status: "nxdomain" } },
  },
  analysis_own: {
    ...analysis,
    check: { ...check, connectable: { ok: false, reason: "own_connection", message: null, contest: false } },
  },
  analysis_contest: {
    ...analysis,
    check: { ...check, connectable: { ok: false, reason: "another_tenant", message: null, contest: true } },
  },
  analysis_failed: { ...analysis, check: null, problem: refused("timeout", { retry: true }) },
  analysis_quota: { ...analysis, problem: refused("QuotaExceeded", { requestId: "req_8fK2mQ" }) },
  choice,
  choice_domain_connect: { ...choice, ways: ["domain_connect", "manual"] },
  choice_busy: { ...choice, way: "automatic", busy: "connecting" },
  choice_failed: { ...choice, way: "automatic", problem: refused("automatic_failed", { retry: true }) },
  records,
  records_unknown_provider: inSetUp(records, { provider: null }),
  records_apex: inSetUp(records, {
    hostname: "example.com",
    hostnameUnicode: "example.com",
    kind: "apex",
    steps: [
      { ...txt, host: "_latchkey-challenge", fullHost: "_latchkey-challenge.example.com" },
      {
        ...cname,
        id: "add A example.com 203.0.113.4",
        type: "A",
        host: "",
        fullHost: "example.com",
        value: "203.0.113.4",
      },
    ],
    notes: [
      {
        who: "provider",
        title: "DNSSEC is broken",
        text: "The registry has a DS record that matches none of the zone's keys.",
        details: ["example.com. DS 12345 13 2 49FD46E6C4B45C55D4AC"],
      },
    ],
  }),
  records_conflict: inSetUp(records, { steps: [remove, txt, cname] }),
  records_wrong: inSetUp(records, { steps: [wrong, done(txt)] }),
  records_done: inSetUp(records, { steps: [done(txt), done(cname)], isDone: true }),
  records_loading: { ...records, setUp: null, busy: "reading" },
  records_failed: { ...records, problem: refused("network", { retry: true }) },
  records_link: { ...inSetUp(records, { connectionId: null, expiresAt: at(50) }), ...link },
  send: { ...records, send: { ...start.send, isOpen: true } },
  send_link: {
    ...records,
    send: {
      ...start.send,
      isOpen: true,
      url: "https://connect.acme.example/connect/4q7Xm2Zt9Lw",
      mailedTo: "it@example.com",
    },
  },
  send_failed: { ...records, send: { ...start.send, isOpen: true, problem: refused("rate_limited", { retry: true }) } },
  progress,
  progress_checking: { ...progress, busy: "verifying" },
  progress_spreading: inSetUp(progress, {
    stage: "spreading",
    state: "propagating",
    expectedBecause: "ttl",
    steps: [
      { ...txt, status: "todo", servers: servers("right", "right", "missing", "silent") },
      { ...cname, status: "wrong", servers: servers("right", "other", "other", "right") },
    ],
  }),
  progress_stalled: { ...inSetUp(progress, { finding }), isStalled: true },
  progress_stalled_unknown: { ...progress, isStalled: true },
  progress_certificate: inSetUp(progress, {
    stage: "certificate",
    state: "issuing_cert",
    isDone: true,
    steps: [done(txt), done(cname)],
    expectedAt: at(1),
    expectedBecause: "certificate",
  }),
  progress_contest: inSetUp(progress, { expectedAt: at(3 * 24 * 60), expectedBecause: "contest" }),
  progress_automatic: {
    ...inSetUp(progress, { setupType: "automatic", state: "dns_writing" }),
    way: "automatic",
    ways: choice.ways,
  },
  progress_provider: { ...progress, way: "domain_connect", ways: choice.ways },
  progress_provider_open: { ...progress, way: "domain_connect", ways: choice.ways, providerWindow: "open" },
  progress_provider_closed: { ...progress, way: "domain_connect", ways: choice.ways, providerWindow: "closed" },
  progress_provider_cancelled: { ...progress, way: "domain_connect", ways: choice.ways, providerWindow: "cancelled" },
  progress_provider_failed: { ...progress, way: "domain_connect", ways: choice.ways, providerWindow: "failed" },
  progress_provider_blocked: {
    ...progress,
    way: "domain_connect",
    ways: choice.ways,
    providerWindow: "blocked",
    applyUrl: "https://dns.example.net/apply?sig=4q7X",
  },
  progress_offline: { ...progress, isOffline: true },
  success: {
    ...inSetUp(progress, { stage: "live", state: "live", isDone: true, steps: [done(txt), done(cname)] }),
    step: "success",
  },
  ended_archived: { ...inSetUp(progress, { stage: "ended", state: "archived" }), step: "ended" },
  ended_failed: { ...inSetUp(progress, { stage: "ended", state: "failed" }), step: "ended" },
  ended_link: { ...start, ...link, step: "ended", problem: refused("not_found") },
  ended_forbidden: {
    ...start,
    widget: null,
    step: "ended",
    problem: refused("forbidden", { requestId: "req_8fK2mQ" }),
  },
  ended_unauthorized: { ...start, widget: null, step: "ended", problem: refused("unauthorized") },
  closing: { ...records, asksToClose: true },
  closing_early: { ...typed, asksToClose: true },
  expired: { ...records, isExpired: true },
  expired_link: { ...records, ...link, isExpired: true },
} as const satisfies Record<string, FlowState>;

export type ExampleName = keyof typeof exampleStates;

export const exampleBrand = brand;
