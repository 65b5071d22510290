import { describe, expect, it } from "vitest";
import { evaluateZone } from "@/lib/connections/domains/evaluate-zone";
import type { ServerAnswer, UnreachableReason } from "@/lib/dns/records";
import type { AuthoritativeAnswer, DelegationStatus } from "@/lib/dns/resolver";

const hostname = "shop.example.com";

function server(number: number, reason?: UnreachableReason): ServerAnswer {
  const about = { server: `ns${number}.example.net`, address: `192.0.2.${number}`, name: hostname, type: "A" };
  const rest = { records: [], transport: "udp" as const, rttMs: 1, authoritative: reason === undefined };
  return reason === undefined
    ? { ...about, ...rest, kind: "nodata" }
    : { ...about, ...rest, kind: "unreachable", reason };
}

function answer(servers: ServerAnswer[], delegation: DelegationStatus = { kind: "ok" }): AuthoritativeAnswer {
  const zone = delegation.kind === "ok" ? "example.com" : null;
  return { name: hostname, type: "A", zone, delegation, servers };
}

describe("evaluateZone", () => {
  it("names the zone and its nameservers where all answer", () => {
    expect(evaluateZone(hostname, [answer([server(1), server(2)])])).toMatchObject({
      name: "example.com",
      status: "ok",
      nameservers: ["ns1.example.net", "ns2.example.net"],
    });
  });

  it("names the servers that do not answer beside others that do", () => {
    const report = evaluateZone(hostname, [answer([server(1), server(2, "refused")])]);
    expect(report).toMatchObject({ status: "degraded", nameservers: ["ns1.example.net", "ns2.example.net"] });
    expect(report.explanation).toContain("ns2.example.net: refused");
    expect(report.explanation).not.toContain("ns1.example.net:");
  });

  it("counts a server as answering that missed only one of several questions", () => {
    expect(evaluateZone(hostname, [answer([server(1)]), answer([server(1, "timeout")])]).status).toBe("ok");
  });

  it.each<UnreachableReason[]>([
    ["lame", "refused"],
    ["refused", "refused"],
    ["lame", "lame"],
  ])("calls a delegation lame whose servers do not know the zone (%s, %s)", (first, second) => {
    const report = evaluateZone(hostname, [answer([server(1, first), server(2, second)])]);
    expect(report).toMatchObject({ status: "lame", nameservers: ["ns1.example.net", "ns2.example.net"] });
  });

  it("calls servers that are down unreachable, and not lame", () => {
    expect(evaluateZone(hostname, [answer([server(1, "timeout"), server(2, "lame")])]).status).toBe("unreachable");
    expect(evaluateZone(hostname, [answer([server(1, "servfail")])]).status).toBe("unreachable");
  });

  it.each(["nxdomain", "no_nameservers", "unreachable"] as const)(
    "passes on that there is no delegation: %s",
    (kind) => {
      const report = evaluateZone(hostname, [answer([], { kind, reason: "refused" })]);
      expect(report).toMatchObject({ name: null, status: kind, nameservers: [] });
      expect(report.explanation).toContain(hostname);
    },
  );

  it("prefers the answer that found the delegation", () => {
    const report = evaluateZone(hostname, [
      answer([], { kind: "unreachable", reason: "timeout" }),
      answer([server(1)]),
    ]);
    expect(report).toMatchObject({ name: "example.com", status: "ok" });
  });

  it("has something to say where nothing at all was asked", () => {
    expect(evaluateZone(hostname, [])).toMatchObject({ name: null, status: "unreachable" });
  });
});
