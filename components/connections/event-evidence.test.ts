import { describe, expect, it } from "vitest";
import { eventEvidence } from "@/components/connections/event-evidence";

describe("what an event keeps of what was seen", () => {
  it("has each record of a drift, with its expected and its seen value", () => {
    const evidence = eventEvidence({
      data: {
        from: "live",
        to: "drifted",
        errorCode: "records_drifted",
        evidence: {
          since: "2026-01-01T00:00:00.000Z",
          records: [
            {
              host: "shop.example.com",
              type: "CNAME",
              wanted: "edge.example.net",
              kind: "conflict",
              observedValue: "old.example.org",
              servers: ["ns1.example.net (192.0.2.1)"],
            },
            {
              host: "www.example.com",
              type: "CNAME",
              wanted: "edge.example.net",
              kind: "match",
              observedValue: "edge.example.net",
            },
          ],
        },
      },
    });
    const since = new Date("2026-01-01T00:00:00Z");
    expect(evidence).toMatchObject({ from: "live", to: "drifted", errorCode: "records_drifted", txt: null, since });
    expect(evidence.records).toEqual([
      {
        host: "shop.example.com",
        type: "CNAME",
        wanted: "edge.example.net",
        kind: "conflict",
        seen: "old.example.org",
        servers: ["ns1.example.net (192.0.2.1)"],
      },
      {
        host: "www.example.com",
        type: "CNAME",
        wanted: "edge.example.net",
        kind: "match",
        seen: "edge.example.net",
        servers: [],
      },
    ]);
  });

  it("has the nameservers that agreed about the TXT record", () => {
    const { txt } = eventEvidence({
      data: {
        evidence: {
          kind: "seen",
          otherValues: ["old"],
          agreeing: ["ns1 (192.0.2.1)"],
          disagreeing: ["ns2 (192.0.2.2)"],
        },
      },
    });
    expect(txt).toEqual({
      kind: "seen",
      otherValues: ["old"],
      agreeing: ["ns1 (192.0.2.1)"],
      disagreeing: ["ns2 (192.0.2.2)"],
    });
  });

  it("reads a certificate from the evidence of a change, and from an event of its own", () => {
    const certificate = { issuer: "Test CA", serial: "0a", notAfter: "2026-03-01T00:00:00.000Z" };
    const expected = { issuer: "Test CA", serial: "0a", notAfter: new Date("2026-03-01T00:00:00Z"), error: null };
    expect(eventEvidence({ data: { evidence: certificate } }).certificate).toEqual(expected);
    expect(eventEvidence({ data: { hostname: "shop.example.com", ...certificate } }).certificate).toEqual(expected);
  });

  it("survives data of a form that it does not know", () => {
    const nothing = {
      from: null,
      to: null,
      errorCode: null,
      recipient: null,
      records: [],
      since: null,
      reachedThrough: [],
      txt: null,
      certificate: null,
    };
    expect(eventEvidence({ data: {} })).toEqual(nothing);
    expect(eventEvidence({ data: { from: 1, evidence: "no", errorCode: [] } })).toEqual(nothing);
    expect(eventEvidence({ data: { evidence: { records: [{ host: 1 }] } } })).toEqual(nothing);
  });
});
