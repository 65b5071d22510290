import { describe, expect, it } from "vitest";
import { broken, type Visit } from "@/e2e/faults/visitors";

const originOf = (hostname: string) => (hostname === "a.test" ? "one" : null);
const made = (change: Partial<Visit>): Visit => ({
  hostname: "a.test",
  kind: "known",
  from: 100,
  to: 120,
  origin: "one",
  reason: null,
  ...change,
});

// The suite's own judgement: a judge that lets everything pass would make all faults look survived.
describe("what counts against the promises", () => {
  it.each<[string, Partial<Visit>, number]>([
    ["a known host served by its origin", {}, 0],
    ["a known host refused", { origin: null, reason: "HTTP 502" }, 1],
    ["a known host served by another's origin", { origin: "two" }, 1],
    ["an unknown host refused", { kind: "unknown", hostname: "u.test", origin: null, reason: "TLS alert" }, 0],
    ["an unknown host served", { kind: "unknown", hostname: "u.test" }, 1],
    ["a stopped host refused", { kind: "stopped", origin: null, reason: "HTTP 404" }, 0],
    ["a stopped host served", { kind: "stopped" }, 1],
  ])("%s", (_name, change, count) => {
    expect(broken([made(change)], originOf, [])).toHaveLength(count);
  });

  it("excuses only known hosts that got no answer, and only while the killed process was down", () => {
    const excused = [{ from: 110, to: 200 }];
    expect(broken([made({ origin: null, reason: "ECONNRESET" })], originOf, excused)).toEqual([]);
    expect(broken([made({ origin: null, from: 201, to: 300 })], originOf, excused)).toHaveLength(1);
    expect(broken([made({ origin: null, from: 50, to: 109 })], originOf, excused)).toHaveLength(1);
    expect(broken([made({ origin: "two" })], originOf, excused)).toHaveLength(1);
    expect(broken([made({ kind: "stopped" })], originOf, excused)).toHaveLength(1);
  });
});
