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

  it("says of what was live before it was archived that it was, and when", () => {
    const archived = {
      ...start,
      state: "archived" as const,
      stateChangedAt: at(30),
      ownership: "ok" as const,
      pointing: "ok" as const,
      certificate: { status: "ok" as const, checkedAt: at(20) },
    };
    const steps = pathSteps(archived, [{ type: "domain.flow.completed", createdAt: at(9) }]);
    expect(steps.map(({ status }) => status)).toEqual(["past", "past", "past", "past"]);
    expect(steps[3]?.at).toEqual(at(9));
    // The events at hand are the newest ones.
    expect(pathSteps(archived, [])[3]).toEqual({ title: "Live", status: "past", at: null });
    // Archived while its records were wrong.
    const drifted = pathSteps({ ...archived, pointing: "broken" }, []);
    expect(drifted.map(({ status }) => status)).toEqual(["past", "past", "past", "past"]);
  });

  it("shows no step of an archived connection as reached that was not", () => {
    const steps = pathSteps({ ...start, state: "archived", ownership: "ok" }, []);
    expect(steps.map(({ status }) => status)).toEqual(["past", "ahead", "ahead", "ahead"]);
  });
});
