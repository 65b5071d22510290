import { describe, expect, it } from "vitest";
import { sharedSummary } from "@/components/diagnosis/shared-summary";
import { docUrlOf } from "@/lib/diagnosis/evidence/finding";
import type { FindingResource } from "@/lib/diagnosis/schema";

const finding = (who: FindingResource["who"]): FindingResource => ({
  code: "txt-missing",
  severity: "blocking",
  urgency: "waiting",
  title: "",
  explanation: "",
  fix: "add that",
  who,
  evidence: [],
  eta: null,
  record: null,
  docUrl: docUrlOf("txt-missing"),
});
const base = {
  state: "pending_ownership" as const,
  hostnameUnicode: "shop.example.com",
  ownership: "pending" as const,
  pointing: "unknown" as const,
  findings: [] as FindingResource[],
};

describe("the status, for whoever edits the DNS", () => {
  it("is the fix of what blocks, where it is theirs to mend", () => {
    expect(sharedSummary({ ...base, findings: [finding("customer")] }).text).toBe("add that");
    expect(sharedSummary({ ...base, findings: [finding("platform")] }).text).not.toBe("add that");
  });

  it("says when nothing is left to do", () => {
    expect(sharedSummary({ ...base, state: "live", ownership: "ok", pointing: "ok" }).tone).toBe("good");
    const issuing = sharedSummary({ ...base, state: "issuing_cert", ownership: "ok", pointing: "ok" });
    expect(issuing.text).toContain("nothing left for you to do");
  });

  it("sends them back where the attempt is over", () => {
    expect(sharedSummary({ ...base, state: "failed" }).text).toContain("start again");
  });
});
