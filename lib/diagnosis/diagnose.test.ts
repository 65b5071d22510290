import { describe, expect, it } from "vitest";
import { evaluateCaa } from "@/lib/connections/domains/evaluate-caa";
import { diagnose } from "@/lib/diagnosis/diagnose";
import { type FindingCode, findingCodes, isHiddenBy } from "@/lib/diagnosis/evidence/catalog";
import type { ConnectionEvidence, JobEvidence, UpstreamEvidence } from "@/lib/diagnosis/evidence/evidence";
import type { Finding } from "@/lib/diagnosis/evidence/finding";
import { challenge } from "@/lib/dns/records/challenge";
import { refuseUpstream } from "@/lib/platform/outbound/check-upstream";
import {
  diagnoseFake,
  type FakeDomain,
  type FakeRecords,
  freshConnection,
  provenConnection,
  testChallenge,
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
const long = Array.from(
  { length: 10 },
  (_, index) => [`n${index}.acme.com CNAME`, [`n${index + 1}.acme.com`]] as const,
);
const asked = { allowed: 1, refused: 0, lastAllowed: true, lastReason: null, lastAskedAt: "2026-01-01T11:30:00.000Z" };
const shaken = { state: "issuing_cert", certificateCheckedAt: "2026-01-01T11:50:00.000Z" } as const;
const alive = { workerId: "w", seenAt: "2026-01-01T11:59:50.000Z" };
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
  ["domain-does-not-exist", { records: right, delegation: { kind: "nxdomain" } }, { records: right }],
  ["delegation-missing", { records: right, delegation: { kind: "no_nameservers" } }, { records: right }],
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
  [
    "hostname-claimed-elsewhere",
    { records: right, connection: { claimedElsewhere: true } },
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
  ["address-parking", apex({ "acme.com A": ["91.195.240.94"] }), apex({})],
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

it("has a case for every code", () => {
  expect(new Set(cases.map(([code]) => code))).toEqual(new Set(findingCodes));
});

it.each(cases)("finds %s first among what blocks", async (code, broken) => {
  const { findings } = await diagnoseFake(broken);
  expect(findings.map((finding) => finding.code)).toContain(code);
  expect(findings.find((finding) => finding.severity === "blocking")?.code ?? code).toBe(code);
});

it.each(cases)("finds nothing wrong with the control of %s", async (code, _broken, control) => {
  const { findings } = await diagnoseFake(control);
  const wrong = findings.filter(({ severity, code: found }) => severity !== "info" || found === code);
  expect(wrong.map((finding) => finding.code)).toEqual([]);
});
