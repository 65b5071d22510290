import { describe, expect, it } from "vitest";
import { evaluateCaa } from "@/lib/connections/domains/evaluate-caa";
import { diagnose } from "@/lib/diagnosis/diagnose";
import { type FindingCode, findingCodes, isHiddenBy } from "@/lib/diagnosis/evidence/catalog";
import type {
  ConnectionEvidence,
  JobEvidence,
  RegistrationEvidence,
  UpstreamEvidence,
  WritingEvidence,
} from "@/lib/diagnosis/evidence/evidence";
import type { Finding } from "@/lib/diagnosis/evidence/finding";
import { findingForOwner } from "@/lib/diagnosis/instructions/finding-for-owner";
import { instructionsMail } from "@/lib/diagnosis/instructions/instructions-mail";
import { instructionTextsOf } from "@/lib/diagnosis/instructions/languages/instruction-texts-of";
import { challenge } from "@/lib/dns/records/challenge";
import { type ProviderFaultCode, providerFaults } from "@/lib/dns/zones/provider-fault";
import { languages } from "@/lib/kernel/languages";
import { refuseUpstream } from "@/lib/platform/outbound/check-upstream";
import type { AddressReach, TlsReach, Visit, VisitStep } from "@/lib/platform/ports/edge";
import {
  diagnoseFake,
  type FakeDomain,
  type FakeRecords,
  freshConnection,
  instructFake,
  provenConnection,
  testChallenge,
  writeFrom,
} from "@/lib/runtime/testing/diagnosis";

const at = `${challenge.name("shop.acme.com")} TXT`;
const right: FakeRecords = { [at]: [testChallenge], "shop.acme.com CNAME": ["edge.latchkey.test"] };
const without = (name: string): FakeRecords => ({ ...right, [name]: [] });
const apexRight: FakeRecords = {
  [`${challenge.name("acme.com")} TXT`]: [testChallenge],
  "acme.com A": ["203.0.113.10"],
};
const apex = (records: FakeRecords): FakeDomain => ({ hostname: "acme.com", records: { ...apexRight, ...records } });
const proven = (connection: Partial<ConnectionEvidence>, records: FakeRecords = right): FakeDomain => ({
  records,
  connection: { ...provenConnection, ...connection },
});
const job = (parts: Partial<JobEvidence>): JobEvidence => ({
  name: "check-records",
  runAt: "2026-01-01T12:05:00.000Z",
  attempts: 0,
  lastError: null,
  failedAt: null,
  lockedUntil: null,
  ...parts,
});
const certificate = (notAfter: string) => ({
  issuer: "CN=R11",
  serial: "1",
  notBefore: "2025-11-01T00:00:00.000Z",
  notAfter,
});
const registered = (status: string[], expiresAt: string | null = null): RegistrationEvidence => ({
  status,
  expiresAt,
  registrar: "Example Registrar",
  nameservers: [],
});
const writeFaults = Object.keys(providerFaults) as ProviderFaultCode[];
const refused = (code: string | null): WritingEvidence => ({
  purpose: "setup",
  status: "refused",
  provider: "godaddy",
  label: "GoDaddy of Acme",
  zone: "acme.com",
  writtenAt: null,
  retryAt: null,
  fault: code === null ? null : { code, said: "No such luck", address: "192.0.2.7", at: "2026-01-01T11:30:00.000Z" },
});
const long = Array.from(
  { length: 10 },
  (_, index) => [`n${index}.acme.com CNAME`, [`n${index + 1}.acme.com`]] as const,
);
const asked = { allowed: 1, refused: 0, lastAllowed: true, lastReason: null, lastAskedAt: "2026-01-01T11:30:00.000Z" };
const shaken = { state: "issuing_cert", certificateCheckedAt: "2026-01-01T11:50:00.000Z" } as const;
const alive = { workerId: "w", seenAt: "2026-01-01T11:59:50.000Z" };
const page = (parts: Partial<VisitStep> = {}): VisitStep => ({
  url: "https://shop.acme.com/",
  status: 200,
  location: null,
  server: "cloudflare",
  proven: true,
  ...parts,
});
const visit = (step: VisitStep, parts: Partial<Visit> = {}): Visit => ({
  steps: [step],
  end: "answered",
  failure: null,
  page: null,
  ...parts,
});
const expiredAtProxy: TlsReach = {
  kind: "certificate",
  issuer: "CN=R11",
  names: ["shop.acme.com"],
  notBefore: "2025-01-01T00:00:00.000Z",
  notAfter: "2025-04-01T00:00:00.000Z",
  trusted: false,
  matchesName: true,
  code: "expired",
  reason: "the certificate expired on 2025-04-01T00:00:00.000Z",
};
/** A live hostname behind a CDN that passes requests on to us, and what a visitor gets there. */
const proxied = (https: Visit, parts: Partial<AddressReach> = {}): FakeDomain => ({
  records: { ...right, "shop.acme.com CNAME": [], "shop.acme.com A": ["104.18.3.4"] },
  connection: { ...provenConnection, state: "live", certificateFact: "ok" },
  reach: (address) =>
    address === "104.18.3.4"
      ? {
          proven: true,
          reachPath: { http: true, https: true },
          headerPasses: true,
          visits: { http: null, https },
          ...parts,
        }
      : {},
});
const isLooping = visit(page({ status: 308, location: "https://shop.acme.com/" }), { end: "loop" });
const drift = {
  confirmedAt: "2026-01-01T11:00:00.000Z",
  since: "2026-01-01T10:55:00.000Z",
  changes: [
    {
      host: "shop.acme.com",
      type: "CNAME",
      from: "edge.latchkey.test",
      to: "old.host.net",
      servers: ["ns1.dns.net (192.0.2.1)"],
    },
  ],
};

const refusals = ["address_not_allowed", "host_not_allowed", "invalid_url", "own_service", "port_not_allowed"] as const;
const refusedUpstream = (reason: (typeof refusals)[number] | "leads_to_edge"): UpstreamEvidence => ({
  origin: "http://10.0.0.1",
  kind: "refused",
  ...refuseUpstream(reason, "10.0.0.1"),
});

/** Each code, a domain that has it, and its control: the same domain, fixed. */
const cases: [code: FindingCode, broken: FakeDomain, control: FakeDomain][] = [
  [
    "worker-not-running",
    { ...proven({ jobs: [job({ runAt: "2026-01-01T11:50:00.000Z" })] }), known: { ask: asked, workers: [] } },
    { ...proven({ jobs: [job({ runAt: "2026-01-01T11:50:00.000Z" })] }), known: { ask: asked, workers: [alive] } },
  ],
  [
    "domain-on-hold",
    {
      nameservers: ["ns1.verification-hold.suspended-domain.com", "ns2.verification-hold.suspended-domain.com"],
      records: { "*.acme.com A": ["198.51.100.99"], "acme.com A": ["198.51.100.99"] },
    },
    { nameservers: ["ns1.verification-hold.suspended-domain.com", "ns2.dns.net"], records: right },
  ],
  [
    "domain-on-hold",
    {
      nameservers: ["ns1.renewyourname.net", "ns2.renewyourname.net"],
      records: {
        "*.acme.com A": ["198.51.100.99"],
        "*.acme.com TXT": ["v=spf1 -all"],
        "shop.acme.com CNAME": ["x.net"],
      },
      connection: { ...provenConnection, state: "drifted", drift },
    },
    { nameservers: ["ns1.dns-parking.com", "ns2.dns-parking.com"], records: right },
  ],
  [
    "domain-on-hold",
    { records: right, delegation: { kind: "nxdomain" }, registration: registered(["client hold"]) },
    { records: right, registration: registered(["client transfer prohibited", "active"]) },
  ],
  ["domain-does-not-exist", { records: right, delegation: { kind: "nxdomain" } }, { records: right }],
  ["delegation-missing", { records: right, delegation: { kind: "no_nameservers" } }, { records: right }],
  [
    "nameservers-parked",
    {
      nameservers: ["ns1.sedoparking.com", "ns2.sedoparking.com"],
      records: { "*.acme.com A": ["91.195.240.94"], "acme.com A": ["91.195.240.94"] },
    },
    { nameservers: ["ns1.parking.acme.com", "ns2.parking.acme.com"], records: right },
  ],
  [
    "dnssec-broken",
    {
      records: right,
      recursive: (_name, _type, disabled) => (disabled ? {} : { kind: "servfail", records: [] }),
    },
    // Fails either way: whatever it is, it is not the signatures.
    { records: right, recursive: () => ({}) },
  ],
  [
    "nameservers-differ",
    {
      records: right,
      second: { "shop.acme.com CNAME": ["shops.old-platform.net"] },
      sets: { parent: ["ns2.dns.net"], child: ["ns1.dns.net"] },
    },
    { records: right },
  ],
  ["no-tcp", { records: right, failing: { 0: "no_tcp", 1: "no_tcp" } }, { records: right }],
  [
    "delegation-lame",
    {
      records: right,
      delegation: { kind: "unreachable", reason: "servfail" },
      referral: {
        zone: "acme.com",
        parent: "com",
        kind: "delegated",
        servers: [
          { name: "ns1.old.net", address: "192.0.2.7", kind: "refused" },
          { name: "ns2.old.net", address: "192.0.2.8", kind: "lame" },
        ],
      },
    },
    { records: right },
  ],
  ["nameservers-unreachable", { records: right, failing: { 0: "timeout", 1: "timeout" } }, { records: right }],
  ["zone-not-found", { records: right, delegation: { kind: "unreachable", reason: "timeout" } }, { records: right }],
  ["answers-without-authority", { records: right, withoutAuthority: true }, { records: right }],
  ["nameservers-partly-failing", { records: right, failing: { 1: "refused" } }, { records: right }],
  ...writeFaults.map((code): [FindingCode, FakeDomain, FakeDomain] => [
    code.replaceAll("_", "-") as FindingCode,
    {
      records: code === "zone_not_here" ? right : {},
      connection: { ...freshConnection, state: "stalled", errorCode: code, writing: refused(code) },
    },
    { records: right, connection: { ...freshConnection, state: "stalled", writing: refused(null) } },
  ]),
  [
    "write-not-visible",
    {
      records: {},
      connection: { ...freshConnection, state: "stalled", errorCode: "write_not_visible", writing: refused(null) },
    },
    { records: right, connection: { ...freshConnection, state: "stalled", writing: refused(null) } },
  ],
  [
    "records-being-written",
    {
      records: {},
      connection: { ...freshConnection, state: "dns_writing", writing: { ...refused(null), status: "pending" } },
    },
    { records: right, connection: { ...freshConnection, state: "pending_ownership", writing: null } },
  ],
  [
    "hostname-claimed-elsewhere",
    { records: right, connection: { claimedElsewhere: true } },
    { records: right, connection: {} },
  ],
  [
    "hostname-contested",
    { records: right, connection: { state: "live", contest: { role: "holder", until: "2026-01-02T00:00:00Z" } } },
    { records: right, connection: { state: "live" } },
  ],
  [
    "contest-running",
    {
      records: right,
      connection: { claimedElsewhere: true, contest: { role: "challenger", until: "2026-01-02T00:00:00Z" } },
    },
    { records: right, connection: {} },
  ],
  [
    "certificate-limit-reached",
    { records: right, connection: { ...freshConnection, state: "verifying", ownership: "ok" } },
    { records: right, connection: { ...freshConnection, state: "verifying", ownership: "pending" } },
  ],
  [
    "proof-expired",
    { records: without(at), connection: { state: "failed", errorCode: "ownership_not_proven" } },
    { records: right, connection: {} },
  ],
  ["txt-quoted", { records: { ...right, [at]: [`"${testChallenge}"`] } }, { records: right }],
  [
    "txt-split",
    { records: { ...right, [at]: [testChallenge.slice(0, 12), testChallenge.slice(12)] } },
    // The parts are there, and so is the whole.
    { records: { ...right, [at]: [testChallenge.slice(0, 12), testChallenge] } },
  ],
  [
    "txt-name-doubled",
    { records: { ...without(at), [`${challenge.name("shop.acme.com.acme.com")} TXT`]: [testChallenge] } },
    { records: right },
  ],
  [
    "txt-at-bare-hostname",
    apex({ [`${challenge.name("acme.com")} TXT`]: [], "acme.com TXT": [testChallenge] }),
    apex({}),
  ],
  [
    "txt-at-wrong-name",
    { records: { ...without(at), [`${challenge.name("acme.com")} TXT`]: [testChallenge] } },
    { records: right },
  ],
  ["txt-partly-published", { records: right, second: { [at]: [] } }, { records: right }],
  [
    "wildcard-hides-challenge",
    { records: { "*.acme.com TXT": ["v=spf1 -all"], "*.acme.com CNAME": [], "other.acme.com A": ["192.0.2.80"] } },
    { records: { ...right, "*.acme.com TXT": ["v=spf1 -all"] } },
  ],
  [
    "challenge-is-alias",
    { records: { ...right, [at]: [], [`${challenge.name("shop.acme.com")} CNAME`]: ["verify.other.net"] } },
    // A delegated challenge is as good.
    {
      records: {
        ...right,
        [at]: [],
        [`${challenge.name("shop.acme.com")} CNAME`]: ["verify.other.net"],
        "verify.other.net TXT": [testChallenge],
      },
    },
  ],
  ["txt-wrong-value", { records: { ...right, [at]: [challenge.value("of-last-week")] } }, { records: right }],
  ["txt-missing", { records: without(at) }, { records: right }],
  [
    "cname-loop",
    { records: { ...right, "shop.acme.com CNAME": ["a.acme.com"], "a.acme.com CNAME": ["shop.acme.com"] } },
    { records: { ...right, "shop.acme.com CNAME": ["a.acme.com"], "a.acme.com CNAME": ["edge.latchkey.test"] } },
  ],
  [
    "cname-chain-too-long",
    {
      records: {
        ...right,
        "shop.acme.com CNAME": ["n0.acme.com"],
        ...Object.fromEntries(long),
        "n10.acme.com A": ["192.0.2.9"],
      },
    },
    { records: { ...right, "shop.acme.com CNAME": ["n9.acme.com"], "n9.acme.com CNAME": ["edge.latchkey.test"] } },
  ],
  ["cname-at-apex", apex({ "acme.com A": [], "acme.com CNAME": ["edge.other.net"] }), apex({})],
  [
    "cname-name-doubled",
    { records: { ...without("shop.acme.com CNAME"), "shop.acme.com.acme.com CNAME": ["edge.latchkey.test"] } },
    { records: right },
  ],
  [
    "cname-target-doubled",
    { records: { ...right, "shop.acme.com CNAME": ["edge.latchkey.test.acme.com"] } },
    { records: right },
  ],
  [
    "wildcard-hides-record",
    { connected: false, records: { "*.acme.com CNAME": ["parked.other.net"] } },
    {
      records: {
        [at]: [testChallenge],
        "shop.acme.com CNAME": ["edge.latchkey.test"],
        "*.acme.com CNAME": ["parked.other.net"],
      },
    },
  ],
  [
    "records-drifted",
    proven(
      { state: "drifted", drift },
      { ...right, "shop.acme.com CNAME": ["old.host.net"], "old.host.net A": ["192.0.2.80"] },
    ),
    proven({ state: "live", certificateFact: "ok" }),
  ],
  [
    "records-partly-published",
    { records: right, second: { "shop.acme.com CNAME": ["old.host.net"], "old.host.net A": ["192.0.2.80"] } },
    { records: right },
  ],
  [
    "cname-several",
    {
      records: {
        ...right,
        "shop.acme.com CNAME": ["edge.latchkey.test", "shops.old.net"],
        "shops.old.net A": ["192.0.2.80"],
      },
    },
    { records: right },
  ],
  [
    "cname-several",
    {
      records: {
        ...right,
        "shop.acme.com CNAME": ["www.acme.com"],
        "www.acme.com CNAME": ["shops.old.net", "edge.latchkey.test"],
        "shops.old.net A": ["192.0.2.80"],
      },
    },
    { records: { ...right, "shop.acme.com CNAME": ["www.acme.com"], "www.acme.com CNAME": ["edge.latchkey.test"] } },
  ],
  ["address-parking", apex({ "acme.com A": ["91.195.240.94"] }), apex({})],
  ["redirect-loop", proxied(isLooping), proxied(visit(page()))],
  [
    "visitors-see-another-page",
    proxied(
      visit(page({ status: 302, location: "https://team.cloudflareaccess.com/", proven: false }), { end: "leaves" }),
    ),
    proxied(visit(page({ status: 302, location: "https://www.acme.com/" }), { end: "leaves" })),
  ],
  [
    "visitors-see-another-page",
    proxied(visit(page({ proven: false, status: 401 }), { page: "login" })),
    proxied(visit(page())),
  ],
  [
    "visitors-see-another-page",
    proxied(visit(page({ proven: false, status: 525 }), { page: "proxy_error" })),
    proxied(visit(page())),
  ],
  [
    "https-fails-at-proxy",
    proxied({ steps: [], end: "failed", failure: { kind: "refused", reason: "ECONNREFUSED" }, page: null }),
    proxied(visit(page())),
  ],
  ["https-fails-at-proxy", proxied(visit(page()), { tls: expiredAtProxy }), proxied(visit(page()))],
  [
    "proxy-drops-well-known",
    { ...proxied(visit(page()), { reachPath: { http: false, https: false } }), connection: provenConnection },
    proxied(visit(page()), { reachPath: { http: false, https: true } }),
  ],
  [
    "proxied-by-cdn",
    { records: { ...right, "shop.acme.com CNAME": [], "shop.acme.com A": ["104.18.3.4"] } },
    { records: right },
  ],
  [
    "cname-target-missing",
    { records: { ...right, "shop.acme.com CNAME": ["edge.latchkye.test"] } },
    { records: right },
  ],
  [
    "cname-beside-other-records",
    { records: { ...without("shop.acme.com CNAME"), "shop.acme.com MX": ["10 mail.acme.com"] } },
    { records: { ...right, "acme.com MX": ["10 mail.acme.com"] } },
  ],
  [
    "cname-wrong-target",
    { records: { ...right, "shop.acme.com CNAME": ["shops.other.net"], "shops.other.net A": ["192.0.2.80"] } },
    { records: right },
  ],
  ["address-private", apex({ "acme.com A": ["192.168.1.10"] }), apex({})],
  ["leftover-ipv6", apex({ "acme.com AAAA": ["2001:db8::80"] }), apex({})],
  ["address-foreign", apex({ "acme.com A": ["203.0.113.10", "192.0.2.80"] }), apex({})],
  ["cname-missing", { records: without("shop.acme.com CNAME") }, { records: right }],
  ["address-missing", apex({ "acme.com A": [] }), apex({})],
  ...(
    [
      ["0 shops.old.net", "0 edge.latchkey.test"],
      ["1 shops.old.net alpn=h2", "1 www.acme.com alpn=h2,h3"],
      ["1 . alpn=h2 ipv4hint=198.51.100.7", "1 . alpn=h2,h3 ipv4hint=203.0.113.10"],
      ["1 . ipv6hint=2001:db8::7", "1 . mandatory=key667 ipv6hint=2001:db8::7 key667=x"],
      ["1 . alpn=h2 ech=AEX+DQ==", "\\# 3 000100"],
      ["1 . port=8443", "1 . port=443"],
    ] as const
  ).map(([broken, control]): (typeof cases)[number] => {
    const others: FakeRecords = { "shops.old.net A": ["198.51.100.7"], "www.acme.com A": ["203.0.113.10"] };
    return [
      "https-record",
      apex({ ...others, "acme.com HTTPS": [broken] }),
      apex({ ...others, "acme.com HTTPS": [control] }),
    ];
  }),
  [
    "record-missing",
    { records: right, templates: [{ host: "www.{{hostname}}", type: "CNAME", value: "{{edge_hostname}}", ttl: 300 }] },
    {
      records: { ...right, "www.shop.acme.com CNAME": ["edge.latchkey.test"] },
      templates: [{ host: "www.{{hostname}}", type: "CNAME", value: "{{edge_hostname}}", ttl: 300 }],
    },
  ],
  [
    "caa-forbids",
    { records: { ...right, "acme.com CAA": ['0 issue "digicert.com"'] } },
    { records: { ...right, "acme.com CAA": ['0 issue "digicert.com"', '0 issue "letsencrypt.org"'] } },
  ],
  [
    "caa-unclear",
    { records: { ...right, "acme.com CAA": ['0 issue "letsencrypt.org; accounturi=https://ca/1"'] } },
    { records: { ...right, "acme.com CAA": ['0 issue "letsencrypt.org"'] } },
  ],
  [
    "edge-unreachable",
    { ...apex({}), reach: () => ({ http: { kind: "timeout", reason: "no answer", status: null, server: null } }) },
    apex({}),
  ],
  [
    "ask-never-asked",
    { ...proven(shaken), known: { ask: null, workers: [alive] } },
    { ...proven(shaken), known: { ask: asked, workers: [alive] } },
  ],
  [
    "ask-refused",
    {
      ...proven(shaken),
      known: { ask: { ...asked, lastAllowed: false, lastReason: "not_connected" }, workers: [alive] },
    },
    { ...proven(shaken), known: { ask: asked, workers: [alive] } },
  ],
  [
    "ask-refused",
    {
      ...proven(shaken),
      known: { ask: { ...asked, lastAllowed: false, lastReason: "not_loaded" }, workers: [alive] },
    },
    // As it should be while the certificate may not be ordered yet.
    {
      ...proven(shaken),
      known: { ask: { ...asked, lastAllowed: false, lastReason: "waiting_for_certificate" }, workers: [alive] },
    },
  ],
  [
    "certificate-queued",
    {
      ...proven({
        state: "issuing_cert",
        queued: {
          since: "2026-01-01T11:20:00.000Z",
          until: "2026-01-01T14:00:00.000Z",
          limit: "Let's Encrypt issues 50 certificates per week for acme.com",
        },
      }),
      known: { ask: null, workers: [alive] },
    },
    { ...proven(shaken), known: { ask: asked, workers: [alive] } },
  ],
  [
    "ca-rate-limited",
    {
      ...proven({ ...shaken, refusedProbes: 5, certificateError: "internal_error" }),
      known: { ask: asked, workers: [alive] },
    },
    { ...proven(shaken), known: { ask: asked, workers: [alive] } },
  ],
  [
    "certificate-refused",
    {
      ...proven({ ...shaken, refusedProbes: 1, certificateError: "internal_error" }),
      known: { ask: asked, workers: [alive] },
    },
    { ...proven(shaken), known: { ask: asked, workers: [alive] } },
  ],
  [
    "certificate-wrong",
    {
      ...proven({
        ...shaken,
        certificate: certificate("2026-03-01T00:00:00.000Z"),
        certificateError: "the certificate is for other.example",
        certificateProbe: { kind: "certificate", code: "wrong_name" },
      }),
      known: { ask: asked, workers: [alive] },
    },
    proven({ state: "live", certificateFact: "ok", certificate: certificate("2026-03-01T00:00:00.000Z") }),
  ],
  [
    "certificate-expiring",
    proven({ state: "live", certificateFact: "ok", certificate: certificate("2026-01-05T00:00:00.000Z") }),
    proven({ state: "live", certificateFact: "ok", certificate: certificate("2026-03-01T00:00:00.000Z") }),
  ],
  [
    "renewal-overdue",
    proven({
      state: "live",
      certificateFact: "ok",
      overdueEdges: [{ name: "edge-2", notAfter: "2026-01-05T00:00:00.000Z" }],
    }),
    proven({ state: "live", certificateFact: "ok", overdueEdges: [] }),
  ],
  [
    "origin-not-confirmed",
    proven({ state: "issuing_cert", certificateFact: "ok", originError: "the response has status 404" }),
    proven({ state: "live", certificateFact: "ok" }),
  ],
  [
    "upstream-loops",
    { ...proven({}), known: { upstream: { origin: "https://origin.acme.com", kind: "leads_back" } } },
    { ...proven({}), known: { upstream: { origin: "https://origin.acme.com", kind: "usable" } } },
  ],
  [
    "upstream-loops",
    { ...proven({}), known: { upstream: refusedUpstream("leads_to_edge") } },
    { ...proven({ state: "archived" }), known: { upstream: refusedUpstream("leads_to_edge") } },
  ],
  ...refusals.map((reason): (typeof cases)[number] => [
    "upstream-refused",
    { ...proven({}), known: { upstream: refusedUpstream(reason) } },
    { ...proven({}), known: { upstream: { origin: "https://origin.acme.com", kind: "unresolved" } } },
  ]),
  [
    "job-failing",
    proven({ jobs: [job({ attempts: 4, lastError: "Error: x" })] }),
    proven({ jobs: [job({ attempts: 1, lastError: "Error: x" })] }),
  ],
  [
    "txt-old-value-beside",
    { records: { ...right, [at]: [testChallenge, challenge.value("old")] } },
    { records: { ...right, [at]: [testChallenge, "another service's"] } },
  ],
  [
    "negative-answer-cached",
    {
      records: right,
      recursive: (_name, type) => (type === "TXT" ? { kind: "nxdomain", records: [], negativeTtlSeconds: 240 } : {}),
    },
    { records: right },
  ],
  [
    "old-answer-cached",
    {
      records: right,
      recursive: (name, type) =>
        type === "A" ? { kind: "answer", records: [{ name, type: "CNAME", value: "old.host.net", ttl: 120 }] } : {},
    },
    { records: right },
  ],
  ["waiting", { records: right, connection: freshConnection }, proven({ state: "live", certificateFact: "ok" })],
];

it("changes no finding when a text changes: only codes and values decide", async () => {
  for (const [code, broken] of cases) {
    const { evidence, findings } = await diagnoseFake(broken);
    const reach = evidence.reach.map(({ http, https, tls, ...rest }) => ({
      ...rest,
      http: { ...http, reason: "lorem ipsum" },
      https: { ...https, reason: "lorem ipsum" },
      tls: { ...tls, reason: "lorem ipsum" },
    }));
    const reworded = JSON.parse(JSON.stringify({ ...evidence, reach }), (key, value) =>
      texts.has(key) && typeof value === "string" ? "lorem ipsum" : value,
    );
    expect([code, ...diagnose(reworded).map(weigh)]).toEqual([code, ...findings.map(weigh)]);
  }
});

/** Fields of evidence that are for people. */
const texts: ReadonlySet<string> = new Set(["explanation", "certificateError", "lastError", "message", "title"]);

function weigh({ code, severity, who, record }: Finding) {
  return { code, severity, who, record };
}

describe("a certificate that is not valid", () => {
  const issuing = { ...shaken, certificate: certificate("2026-03-01T00:00:00.000Z"), certificateError: "something" };
  const staging = { ...issuing.certificate, issuer: "CN=(STAGING) Wannabe Watercress R11" };
  const known = { ask: asked, workers: [alive] };

  it("differs from an edge that does not answer although a certificate was seen earlier", async () => {
    const certificateProbe = { kind: "unreachable", code: "timeout" } as const;
    const { findings } = await diagnoseFake({ ...proven({ ...issuing, certificateProbe }), known });
    expect(findings.map(({ code }) => code)).toContain("certificate-refused");
    expect(findings.map(({ code }) => code)).not.toContain("certificate-wrong");
  });

  it.each([null, { kind: "certificate", code: "untrusted_issuer" } as const])(
    "is known by its issuer to come from a test authority, with the code %j",
    async (certificateProbe) => {
      const { findings } = await diagnoseFake({
        ...proven({ ...issuing, certificate: staging, certificateProbe }),
        known,
      });
      expect(findings.find(({ code }) => code === "certificate-wrong")?.fix).toContain("EDGE_ISSUER=acme");
    },
  );

  it("is not blamed on its issuer where only the name is wrong", async () => {
    const certificateProbe = { kind: "certificate", code: "wrong_name" } as const;
    const { findings } = await diagnoseFake({
      ...proven({ ...issuing, certificate: staging, certificateProbe }),
      known,
    });
    expect(findings.find(({ code }) => code === "certificate-wrong")?.fix).not.toContain("EDGE_ISSUER=acme");
  });
});

it.each(["out_of_time", "too_many_questions", "overload"] as const)(
  "says nothing about CAA records that our own limit kept us from reading: %s",
  async (reason) => {
    const { evidence } = await diagnoseFake({ records: right });
    const caa = evaluateCaa(
      [{ name: "shop.acme.com", host: "shop.acme.com", sets: null, reason }],
      ["letsencrypt.org"],
    );
    expect(diagnose({ ...evidence, caa }).map(({ code }) => code)).not.toContain("caa-unclear");
  },
);

describe("a hostname that visitors reach through a CDN", () => {
  const findingOf = async (domain: FakeDomain, code: string) =>
    (await diagnoseFake(domain)).findings.find((finding) => finding.code === code);

  it("is said to work where a visitor's request over HTTPS has arrived, and only there", async () => {
    const works = "The site works";
    const seen = await findingOf(proxied(visit(page())), "proxied-by-cdn");
    expect([seen?.severity, seen?.explanation]).toEqual(["info", expect.stringContaining(works)]);
    const unseen: FakeDomain[] = [
      proxied(visit(page({ status: 502 }))),
      { ...proxied(visit(page()), { visits: { http: null, https: null } }) },
      proxied(visit(page({ proven: false, status: 403 }), { page: "challenge" })),
      proxied({ steps: [], end: "failed", failure: { kind: "timeout", reason: "no answer" }, page: null }),
      proxied(isLooping),
    ];
    for (const domain of unseen) {
      const { findings } = await diagnoseFake(domain);
      expect(findings.map(({ explanation }) => explanation).join(" ")).not.toContain(works);
    }
  });

  it("loops by the CDN's plain HTTP: the customer gets the switch of that CDN", async () => {
    const found = await findingOf(proxied(isLooping), "redirect-loop");
    expect([found?.who, found?.fix]).toEqual(["customer", expect.stringContaining("“Full (strict)”")]);
    expect(found?.evidence.join()).toContain("https://shop.acme.com/ answers 308 to https://shop.acme.com/");
  });

  it("loops by a redirect of the CDN or of the origin: the finding says whose it is", async () => {
    const back = visit(page({ proven: false, status: 301, location: "http://shop.acme.com/" }), { end: "loop" });
    expect((await findingOf(proxied(back), "redirect-loop"))?.who).toBe("customer");
    const ofOrigin = visit(page({ status: 301, location: "https://shop.acme.com/" }), { end: "loop" });
    expect((await findingOf(proxied(ofOrigin), "redirect-loop"))?.who).toBe("integrator");
  });

  it("asks nothing of anybody for a bot check, which visitors may pass", async () => {
    const challenge = visit(page({ proven: false, status: 403 }), { page: "challenge" });
    expect((await findingOf(proxied(challenge), "visitors-see-another-page"))?.severity).toBe("info");
  });

  it("is no matter of redirects or pages where our edge is not behind the address at all", async () => {
    const { findings } = await diagnoseFake(
      proxied(visit(page({ proven: false }), { end: "loop" }), { proven: false }),
    );
    expect(findings.map(({ code }) => code)).not.toContain("redirect-loop");
  });
});

it.each([
  [["pending delete", "redemption period"], null, "can still be restored", "redemption"],
  [["pending delete"], null, "is being deleted", "deleting"],
  [["server hold"], null, "at its registry", "registry"],
  [["client hold"], null, "on hold at its registrar", undefined],
  [["client hold"], "2025-12-30T00:00:00Z", "has expired", "expired"],
  [["active"], "2025-12-30T00:00:00Z", "has expired", "expired"],
] as const)("names the hold that the registry gives as %j until %s", async (status, expiresAt, title, cause) => {
  const { evidence, findings } = await diagnoseFake({
    records: right,
    delegation: { kind: "nxdomain" },
    registration: registered([...status], expiresAt),
  });
  expect(findings.map(({ code }) => code)).toEqual(["domain-on-hold"]);
  expect(findings[0]).toMatchObject({ title: expect.stringContaining(title), ...(cause ? { cause } : {}) });
  // The owner of the DNS reads the same.
  expect(writeFrom(evidence, findings).notes[0]?.title).toContain(title);
});

it("takes back no registered domain that only does not resolve", async () => {
  const registration = registered(["active"], "2027-12-30T00:00:00Z");
  const { findings } = await diagnoseFake({ records: right, delegation: { kind: "no_nameservers" }, registration });
  expect(findings.map(({ code }) => code)).toEqual(["delegation-missing"]);
});

it("shows the hold alone, and none of the findings about records that nobody can see", async () => {
  const { findings } = await diagnoseFake({
    nameservers: ["ns1.verification-hold.suspended-domain.com", "ns2.verification-hold.suspended-domain.com"],
    records: { "*.acme.com A": ["198.51.100.99"], "acme.com A": ["198.51.100.99"] },
  });
  expect(findings.map(({ code }) => code)).toEqual(["domain-on-hold"]);
  expect(findings[0]?.fix).toMatch(/e-mail/);
});

describe("an HTTPS record", () => {
  const codesOf = async (domain: FakeDomain) => {
    const { findings } = await diagnoseFake(domain);
    return findings.map(({ code, severity }) => `${severity} ${code}`);
  };
  const proxied = (value: string): FakeDomain => ({
    ...apex({ "acme.com A": ["104.16.1.1", "104.17.1.1"], "acme.com HTTPS": [value] }),
    reach: () => ({ proven: true }),
  });

  it("of the proxy in front of us is as it has to be, and a foreign one beside the proxy is not", async () => {
    const own = "1 . alpn=h3,h2 ipv4hint=104.16.1.1,104.17.9.9 ech=AEX+DQ== ipv6hint=2606:4700::1";
    expect(await codesOf(proxied(own))).toEqual(["info proxied-by-cdn"]);
    expect(await codesOf(proxied("1 . ipv4hint=198.51.100.7"))).toContain("blocking https-record");
  });

  it("of a proxy whose ranges nobody knows counts as its own where it names the published addresses", async () => {
    const published = { "acme.com A": ["198.51.100.20"] };
    const domain = apex({ ...published, "acme.com HTTPS": ["1 . alpn=h2 ipv4hint=198.51.100.20 ech=AEX+DQ=="] });
    expect(await codesOf({ ...domain, reach: () => ({ proven: true }) })).toEqual(["info proxied-by-cdn"]);
  });

  it("does not lead before the addresses are ours", async () => {
    const codes = await codesOf(apex({ "acme.com A": ["192.0.2.80"], "acme.com HTTPS": ["1 . ech=AEX+DQ=="] }));
    expect(codes).toEqual(["blocking address-foreign", "warning https-record"]);
  });

  it("with h3 alone is a warning, and an SVCB record that browsers do not ask for is information", async () => {
    expect(await codesOf(apex({ "acme.com HTTPS": ["1 . alpn=h3 no-default-alpn"] }))).toEqual([
      "warning https-record",
    ]);
    expect(await codesOf(apex({ "acme.com SVCB": ["0 shops.old.net"], "shops.old.net A": ["198.51.100.7"] }))).toEqual([
      "info https-record",
    ]);
  });

  it("that leads to a name without addresses is a warning: browsers come back", async () => {
    expect(await codesOf(apex({ "acme.com HTTPS": ["0 shops.gone.net"] }))).toEqual(["warning https-record"]);
  });

  it("behind the hostname's alias is read too, and so is one behind an alias of an HTTPS record", async () => {
    const beside: FakeRecords = { "www.acme.com A": ["203.0.113.10"], "shop.acme.com CNAME": ["www.acme.com"] };
    const records = { ...right, ...beside, "www.acme.com HTTPS": ["1 . ipv4hint=198.51.100.7"] };
    expect(await codesOf({ records })).toContain("blocking https-record");
    const behind = { "acme.com HTTPS": ["0 www.acme.com"], "www.acme.com HTTPS": ["1 . port=444"] };
    expect(await codesOf(apex({ ...behind, "www.acme.com A": ["203.0.113.10"] }))).toEqual(["blocking https-record"]);
  });

  it("at our own edge's name is never the customer's", async () => {
    expect(await codesOf({ records: { ...right, "edge.latchkey.test HTTPS": ["1 . ech=AEX+DQ=="] } })).toEqual([]);
  });
});

it("names every target of several CNAMEs, and the ones to delete", async () => {
  const targets = ["shops.old.net", "edge.latchkey.test", "a.other.net"];
  const { findings } = await diagnoseFake({ records: { ...right, "shop.acme.com CNAME": targets } });
  const [finding] = findings;
  expect(finding?.code).toBe("cname-several");
  for (const target of targets) expect(finding?.explanation).toContain(target);
  expect(finding?.fix).toContain("shops.old.net, a.other.net");
  expect(finding?.record).toMatchObject({ action: "delete", type: "CNAME", value: "shops.old.net" });
});

it("never hides two findings behind each other", () => {
  const pairs = findingCodes.flatMap((one) => findingCodes.map((other) => [one, other] as const));
  expect(pairs.filter(([one, other]) => isHiddenBy(one, other) && isHiddenBy(other, one))).toEqual([]);
});

it("hides the symptoms of a domain that nobody serves, and none of its causes", () => {
  const hidden = findingCodes.filter((code) => isHiddenBy("zone-not-found", code));
  expect(hidden).toEqual(expect.arrayContaining(["txt-missing", "cname-missing", "certificate-refused", "waiting"]));
  expect(hidden).not.toEqual(expect.arrayContaining(["worker-not-running"]));
  expect(hidden).not.toEqual(expect.arrayContaining(["txt-quoted"]));
});

it.each(writeFaults)("shows %s first of a connection that it stalled, in the provider's own words", async (code) => {
  const connection = { ...freshConnection, state: "stalled" as const, errorCode: code, writing: refused(code) };
  const { findings } = await diagnoseFake({ records: {}, connection });
  const [first] = code === "zone_not_here" ? findings.filter((one) => one.code === "zone-not-here") : findings;
  expect(first?.code).toBe(code.replaceAll("_", "-"));
  expect(first?.explanation).toContain("GoDaddy said: “No such luck”");
});

it("shows no fault of writing once the domain went on by hand", async () => {
  const { findings } = await diagnoseFake({
    records: right,
    connection: { ...provenConnection, writing: refused("credential_invalid") },
  });
  expect(findings.map(({ code }) => code)).not.toContain("credential-invalid");
});

it("has a case for every code", () => {
  expect(new Set(cases.map(([code]) => code))).toEqual(new Set(findingCodes));
});

it.each(cases)("finds %s first among what blocks", async (code, broken) => {
  const { findings } = await diagnoseFake(broken);
  expect(findings.map((finding) => finding.code)).toContain(code);
  expect(findings.find((finding) => finding.severity === "blocking")?.code ?? code).toBe(code);
});

const textsOf = ({ title, text }: { title: string; text: string }) => [title, text];

/** Words of ours, controls of the dashboard, and what only somebody with an account can do. */
const notForDnsOwners =
  /archiv|whoever|blocking|evidence|\bconnections?\b|\bpress\b|button|check now|dashboard|\bedges?\b|caddy|\bclaim|handshake|latchkey|worker|\bTTL\b|credential|nameserver per|_[A-Z]|[A-Z]_|state:/i;

it.each(cases)("says of %s to the owner of the DNS nothing of ours", async (_code, broken) => {
  const { why, leave, steps, notes } = await instructFake(broken);
  const texts = [
    why,
    leave,
    ...steps.map(({ because }) => because ?? ""),
    ...notes.flatMap((note) => [note.title, note.text]),
  ];
  for (const text of texts) expect(text.replaceAll(/\S*\.(test|com|net|org)\b/g, "")).not.toMatch(notForDnsOwners);
});

it.each(cases)(
  "says of %s in every language what is to be done, in whole sentences of that language",
  async (_code, broken) => {
    const { evidence, findings } = await diagnoseFake(broken);
    const english = findings.flatMap(({ title, explanation, fix }) => [title, explanation, fix]);
    for (const language of languages) {
      const texts = instructionTextsOf(language);
      const instructions = writeFrom(evidence, findings, "dns_owner", texts);
      const { title, why, leave, steps, notes } = instructions;
      const words = [title, why, leave, ...steps.map(({ because }) => because ?? "-"), ...notes.flatMap(textsOf)];
      const described = findings.map((finding) => findingForOwner(finding, texts, evidence.subject.registrableDomain));
      words.push(...described.flatMap((one) => [...textsOf(one), one.fix ?? "-"]));
      const { text, subject } = instructionsMail(instructions, { link: null, texts });
      for (const part of [...words, text, subject]) expect(part).not.toMatch(/[{}]|undefined|^\s*$/);
      if (language !== "en") for (const sentence of english) expect(words).not.toContain(sentence);
      // The form of the steps does not depend on the language.
      const written = writeFrom(evidence, findings);
      expect(steps.map((step) => ({ ...step, because: null }))).toEqual(
        written.steps.map((step) => ({ ...step, because: null })),
      );
      expect(instructions.isDone).toBe(written.isDone);
    }
  },
);

it.each(cases)("leaves nobody who edits the DNS without a word about %s", async (_code, broken) => {
  const { findings } = await diagnoseFake(broken);
  const { steps, notes, isDone } = await instructFake(broken);
  const isTheirs = findings.some(({ severity, who }) => severity === "blocking" && who === "customer");
  const open = steps.filter(({ status }) => status !== "done");
  if (isTheirs) expect(open.length + notes.length).toBeGreaterThan(0);
  if (isDone) expect(open).toEqual([]);
});

it.each(cases)("finds nothing wrong with the control of %s", async (code, _broken, control) => {
  const { findings } = await diagnoseFake(control);
  const wrong = findings.filter(({ severity, code: found }) => severity !== "info" || found === code);
  expect(wrong.map((finding) => finding.code)).toEqual([]);
});
