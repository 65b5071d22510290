import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluateZone } from "@/lib/connections/domains/evaluate-zone";
import { diagnose } from "@/lib/diagnosis/diagnose";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import { parentName } from "@/lib/dns/domain-name";
import { heldDomain, heldZone } from "@/lib/dns/public-suffix";
import type { ServerAnswer, UnreachableReason } from "@/lib/dns/records";
import type { Referral } from "@/lib/dns/referral";
import type { AuthoritativeAnswer, DelegationStatus } from "@/lib/dns/resolver";
import { diagnoseFake } from "@/lib/runtime/testing/diagnosis";

/** Of the ICANN and of the private section, one level and two, and one that is in neither. */
const hostnames = [
  "shop.acme.com",
  "acme.com",
  "shop.acme.co.uk",
  "shop.acme.test",
  "acme.github.io",
  "shop.acme.github.io",
  "bucket.s3.amazonaws.com",
];

const reasons: UnreachableReason[] = ["lame", "refused", "servfail", "timeout", "no_tcp", "undelegated", "blocked"];
const referred: Referral["servers"][number]["kind"][] = ["ok", "lame", "refused", "timeout", "no_address", "broken"];

/** The zone may be any name on the way up, the root too. */
const zonesOf = (hostname: string): string[] => {
  const zones = [hostname];
  for (let zone = hostname; zone !== ""; zone = parentName(zone)) zones.push(parentName(zone));
  return zones;
};

const delegations = fc.oneof(
  { weight: 5, arbitrary: fc.constant<DelegationStatus>({ kind: "ok" }) },
  fc.constant<DelegationStatus>({ kind: "ok", sets: { parent: ["ns1.dns.net"], child: ["ns2.dns.net"] } }),
  fc.constant<DelegationStatus>({ kind: "ok", withoutAddress: ["ns9.dns.net"] }),
  fc.constantFrom<DelegationStatus>(
    { kind: "no_nameservers", reason: "no_ns_records" },
    { kind: "no_nameservers", reason: "no_nameserver_address" },
    { kind: "unreachable", reason: "servfail" },
    { kind: "nxdomain" },
  ),
);

function arbitraryEvidence(evidence: Evidence): fc.Arbitrary<Evidence> {
  const { hostname } = evidence.subject;
  const zone = fc.constantFrom(...zonesOf(hostname));
  const server = fc.record({
    kind: fc.constantFrom<ServerAnswer["kind"]>("answer", "nodata", "nxdomain", "unreachable", "unreachable"),
    reason: fc.constantFrom(...reasons),
    authoritative: fc.boolean(),
  });
  const world = fc.record({
    zone,
    subjectZone: fc.option(zone),
    delegation: delegations,
    servers: fc.tuple(server, server),
    referral: fc.option(
      fc.record({
        zone,
        parent: fc.option(zone),
        kind: fc.constantFrom<Referral["kind"]>("delegated", "not_delegated", "nxdomain", "unreachable"),
        servers: fc.array(
          fc.constantFrom(...referred).map((kind) => ({ name: "ns1.old.net", address: "192.0.2.9", kind })),
          { maxLength: 2 },
        ),
      }),
    ),
    bogus: fc.boolean(),
  });
  return world.map(({ zone: of, subjectZone, delegation, servers, referral, bogus }) => ({
    ...evidence,
    subject: { ...evidence.subject, zone: subjectZone },
    answers: evidence.answers.map((answer): AuthoritativeAnswer => {
      if (delegation.kind !== "ok") return { ...answer, zone: of, delegation, servers: [] };
      const changed = answer.servers.map((one, index): ServerAnswer => {
        const { kind, reason, authoritative } = servers[index % 2] ?? servers[0];
        if (kind === "answer") return { ...one, authoritative };
        return kind === "unreachable"
          ? { ...one, kind, reason, authoritative: false, records: [] }
          : { ...one, kind, authoritative, records: [] };
      });
      return { ...answer, zone: of, delegation, servers: changed };
    }),
    referral,
    recursive: evidence.recursive.map((one) => (bogus && !one.checkingDisabled ? { ...one, kind: "servfail" } : one)),
  }));
}

/** Suffixes of the hostname that a text names as a word of their own. */
function suffixesIn(text: string, hostname: string): string[] {
  const suffixes = zonesOf(hostname).filter((zone) => zone !== "" && heldDomain(zone) === null);
  const words = text.split(/[\s,;:()“”]+/).map((word) => word.replace(/\.$/, ""));
  return suffixes.filter((suffix) => words.includes(suffix));
}

it.each(hostnames)("no finding about %s names a public suffix, whatever the evidence", async (hostname) => {
  const { evidence } = await diagnoseFake({ hostname, records: {} });
  fc.assert(
    fc.property(arbitraryEvidence(evidence), (arbitrary) => {
      const findings = diagnose(arbitrary);
      const texts = findings.flatMap(({ title, explanation, fix }) => [title, explanation, fix]);
      expect(texts.flatMap((text) => suffixesIn(text, hostname).map((suffix) => `${suffix}: ${text}`))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it("the zone of an answer is never a public suffix, and the analysis of a hostname names none", () => {
  for (const hostname of hostnames) {
    for (const zone of zonesOf(hostname)) {
      const held = heldZone(zone, hostname);
      expect([zone, heldDomain(held)]).not.toEqual([zone, null]);
      for (const reason of reasons) {
        const server = {
          server: "ns1.dns.net",
          address: "192.0.2.1",
          name: hostname,
          type: "A",
          records: [],
          rttMs: 1,
        };
        const silent: ServerAnswer = { ...server, kind: "unreachable", reason, authoritative: false, transport: "udp" };
        const answer = {
          name: hostname,
          type: "A",
          zone: held,
          delegation: { kind: "ok" as const },
          servers: [silent],
        };
        expect(suffixesIn(evaluateZone(hostname, [answer]).explanation, hostname)).toEqual([]);
      }
    }
  }
});

it("keeps zones of a domain's own, below it and at its top", () => {
  expect(heldZone("acme.com", "shop.acme.com")).toBe("acme.com");
  expect(heldZone("shop.acme.com", "a.shop.acme.com")).toBe("shop.acme.com");
  expect(heldZone("github.io", "acme.github.io")).toBe("acme.github.io");
  expect(heldZone("", "shop.acme.test")).toBe("acme.test");
});
