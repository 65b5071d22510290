import { describe, expect, it } from "vitest";
import { sharedSummary } from "@/components/diagnosis/shared-summary";
import type { Instructions, Step } from "@/lib/diagnosis/instructions/instructions";

const step = (status: Step["status"]): Step => ({
  action: "add",
  type: "TXT",
  host: "_x.shop",
  fullHost: "_x.shop.example.com",
  recommended: "host",
  value: "v",
  seen: [],
  ttl: 300,
  status,
  because: null,
});
const base: Instructions = {
  reader: "dns_owner",
  language: "en",
  hostname: "shop.example.com",
  zone: "example.com",
  state: "pending_ownership",
  asker: { company: "Demo", application: null, logoUrl: null },
  title: "",
  why: "",
  where: null,
  steps: [step("todo"), step("todo")],
  notes: [],
  leave: "",
  isDone: false,
};

describe("the status, for the person who edits the DNS", () => {
  it("counts what is left, and what is done", () => {
    expect(sharedSummary(base)).toEqual({ tone: "waiting", text: "2 steps are left for you to do." });
    const half = sharedSummary({ ...base, steps: [step("done"), step("todo")] });
    expect(half).toEqual({ tone: "waiting", text: "1 step is left for you to do. 1 of 2 is done." });
  });

  it("is red only where something wrong was seen", () => {
    expect(sharedSummary({ ...base, steps: [step("todo"), step("wrong")] }).tone).toBe("bad");
    expect(sharedSummary(base).tone).not.toBe("bad");
  });

  it("says when nothing is left to do", () => {
    const done = { ...base, steps: [step("done")], isDone: true };
    expect(sharedSummary({ ...done, state: "live" }).tone).toBe("good");
    expect(sharedSummary({ ...done, state: "issuing_cert" }).text).toContain("Your part is done");
  });

  it("sends them back where the attempt is over", () => {
    expect(sharedSummary({ ...base, state: "failed", steps: [] }).text).toContain("Ask Demo to start again");
  });
});
