import { describe, expect, it } from "vitest";
import { whatNow } from "@/components/diagnosis/what-now";
import { docUrlOf } from "@/lib/diagnosis/evidence/finding";
import type { FindingResource } from "@/lib/diagnosis/schema";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));
const waiting = { state: "pending_ownership" as const, stateChangedAt: at(5), errorCode: null };

function finding(severity: FindingResource["severity"], fix: string): FindingResource {
  return {
    code: "txt-missing",
    severity,
    urgency: "mistake",
    title: `about ${fix}`,
    explanation: "",
    fix,
    who: "customer",
    evidence: [],
    eta: null,
    record: null,
    docUrl: docUrlOf("txt-missing"),
  };
}

describe("what to do now", () => {
  it("is what the first blocking finding says, and who must do it", () => {
    const findings = [
      finding("warning", "look at this"),
      finding("blocking", "add that"),
      finding("blocking", "then this"),
    ];
    expect(whatNow(waiting, { checkedAt: at(6), findings })).toEqual({
      text: "add that",
      why: "about add that",
      who: "customer",
    });
  });

  it("is what the state says while there is no diagnosis, or nothing in it blocks", () => {
    expect(whatNow(waiting, null).text).toMatch(/Publish the records/);
    expect(whatNow(waiting, { checkedAt: at(6), findings: [finding("info", "wait")] }).why).toBeNull();
  });

  it("is not what was found before the state changed", () => {
    const diagnosis = { checkedAt: at(4), findings: [finding("blocking", "add that")] };
    expect(whatNow(waiting, diagnosis).why).toBeNull();
  });

  it("is what the state says for a connection that is over", () => {
    const diagnosis = { checkedAt: at(9), findings: [finding("blocking", "add that")] };
    expect(whatNow({ ...waiting, state: "archived" }, diagnosis).why).toBeNull();
    expect(whatNow({ ...waiting, state: "failed" }, diagnosis).why).toBeNull();
  });
});
