import { describe, expect, it } from "vitest";
import { ownershipReport, recordsReport } from "@/components/connection-facts/check-report";
import { ApiError } from "@/lib/api/client";

const record = (host: string, propagated: boolean | null, observedValue: string | null = null) => ({
  host,
  type: "CNAME" as const,
  value: "edge.example.net",
  propagated,
  observedValue,
});

describe("the report of a check", () => {
  it("says how many records are right, and what is published instead of the others", () => {
    const report = recordsReport({
      state: "propagating",
      records: [
        record("a.example.com", true),
        record("b.example.com", false, "old.example.org"),
        record("c.example.com", false),
      ],
    });
    expect(report.tone).toBe("waiting");
    expect(report.text).toContain("1 of 3 records correct so far.");
    expect(report.text).toContain("CNAME b.example.com is old.example.org");
    expect(report.text).toContain("CNAME c.example.com is not there");
  });

  it("does not call silence wrong", () => {
    const { text } = recordsReport({ state: "live", records: [record("a.example.com", null)] });
    expect(text).toContain("One could not be checked");
    expect(text).not.toContain("is not there");
  });

  it("is good where all is right", () => {
    expect(recordsReport({ state: "live", records: [record("a.example.com", true)] })).toMatchObject({ tone: "good" });
    expect(ownershipReport(null)).toMatchObject({ tone: "good" });
  });

  it("shows what each nameserver said in place of the proof", () => {
    const answer = { server: "ns1.example.com", address: "192.0.2.1", kind: "answer", reason: null, values: ["old"] };
    const refusal = refused("ownership_not_found", { values: ["old"], servers: [answer] });
    expect(ownershipReport(refusal)).toMatchObject({ tone: "waiting", servers: [answer] });
    expect(ownershipReport(refused("ownership_not_found", { values: 1 })).servers).toEqual([]);
  });

  it("passes on what cannot be waited for", () => {
    expect(ownershipReport(refused("HostnameConflict", {}))).toMatchObject({ tone: "bad", text: "no" });
  });
});

function refused(code: string, details: Record<string, unknown>): ApiError {
  return new ApiError({ code, message: "no", param: null, details, requestId: null });
}
