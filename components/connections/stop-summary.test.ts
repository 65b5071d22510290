import { expect, it } from "vitest";
import { stopSummary } from "@/components/connections/stop-summary";

const releasedAt = new Date("2026-01-01T00:00:00Z");
const pending = { releasedAt, settledAt: null, seconds: null, edges: [], unconfirmed: [] };
const settled = { ...pending, settledAt: releasedAt };

it.each([
  [pending, "quiet", "Waiting for all edges to confirm that they no longer serve it."],
  [{ ...pending, unconfirmed: ["edge-b", "edge-c"] }, "bad", "Still served by edge-b, edge-c, or not confirmed."],
  [
    { ...settled, seconds: 0.42, edges: [{ name: "edge-a", seconds: 0.42 }] },
    "good",
    "Stopped on all edges after 0.4 s.",
  ],
  [
    { ...settled, seconds: 0.01, edges: [{ name: "edge-a", seconds: 0.01 }] },
    "good",
    "Stopped on all edges after 0.1 s.",
  ],
  [
    { ...settled, seconds: 59.6, edges: [{ name: "edge-a", seconds: 59.6 }] },
    "good",
    "Stopped on all edges after 60 s.",
  ],
  [
    { ...settled, seconds: 3_000, edges: [{ name: "edge-a", seconds: 3_000 }] },
    "good",
    "Stopped on all edges after 50 min.",
  ],
  [
    { ...settled, seconds: 0.4, edges: [{ name: "edge-a", seconds: 0.4 }], unconfirmed: ["edge-b"] },
    "bad",
    "Stopped on edge-a after 0.4 s. Never confirmed by edge-b.",
  ],
  [{ ...settled, unconfirmed: ["edge-b"] }, "bad", "Never confirmed by edge-b."],
])("%j", (stop, tone, text) => expect(stopSummary(stop)).toEqual({ tone, text }));

it("says nothing where no edge was there", () => expect(stopSummary(settled)).toBeNull());
