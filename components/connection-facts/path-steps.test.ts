import { describe, expect, it } from "vitest";
import { pathSteps } from "@/components/connection-facts/path-steps";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));
const start = {
  state: "pending_ownership" as const,
  stateChangedAt: at(0),
  ownership: "pending" as const,
  pointing: "unknown" as const,
  certificate: { status: "unknown" as const, checkedAt: null },
};

describe("the path to live", () => {
  it("begins with the proof, since the connection was made", () => {
    const steps = pathSteps(start, []);
    expect(steps.map(({ status }) => status)).toEqual(["now", "ahead", "ahead", "ahead"]);
    expect(steps[0]?.at).toEqual(at(0));
  });

  it("says when each step was last reached", () => {
    const steps = pathSteps(
      {
        state: "live",
        stateChangedAt: at(9),
        ownership: "ok",
        pointing: "ok",
        certificate: { status: "ok", checkedAt: at(10) },
      },
      [
        { type: "domain.flow.completed", createdAt: at(9) },
        { type: "ssl.issued", createdAt: at(9) },
        { type: "domain.recovered", createdAt: at(8) },
        { type: "domain.added", createdAt: at(3) },
        { type: "domain.verified", createdAt: at(2) },
      ],
    );
    expect(steps.map(({ status }) => status)).toEqual(["done", "done", "done", "done"]);
    expect(steps.map((step) => step.at)).toEqual([at(2), at(8), at(9), at(9)]);
  });

  it("shows a drift where it is: what was proven stays proven", () => {
    const steps = pathSteps(
      {
        ...start,
        state: "drifted",
        stateChangedAt: at(20),
        ownership: "ok",
        pointing: "broken",
        certificate: { status: "ok", checkedAt: at(9) },
      },
      [{ type: "domain.drift", createdAt: at(20) }],
    );
    expect(steps.map(({ status }) => status)).toEqual(["done", "broken", "done", "ahead"]);
    expect(steps[1]?.at).toEqual(at(20));
  });

  it("goes nowhere once the connection is over", () => {
    const steps = pathSteps({ ...start, state: "archived" }, []);
    expect(steps.map(({ status }) => status)).toEqual(["ahead", "ahead", "ahead", "ahead"]);
  });
});
