import { expect, test } from "vitest";
import { lookOf, stateLabel } from "@/components/connection-facts/connection-state";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";

const ours: ConnectionState[] = ["created", "verified", "dns_writing", "issuing_cert", "live", "archived"];

test("every state says in one short phrase what is wanted next, and has a name of its own", () => {
  const names = connectionStates.map(stateLabel);
  expect(new Set(names).size).toBe(connectionStates.length);
  for (const state of connectionStates) {
    const { next } = lookOf({ state, errorCode: null });
    expect(next.length).toBeGreaterThan(5);
    expect(next.length).toBeLessThanOrEqual(34);
    expect(next).not.toMatch(/[.!]$/);
  }
});

test("where nothing is wanted of people, the phrase begins by saying so; elsewhere it asks for something", () => {
  for (const state of connectionStates) {
    expect([state, lookOf({ state, errorCode: null }).next.startsWith("Nothing")]).toEqual([
      state,
      ours.includes(state),
    ]);
  }
});

test("a known reason says more than the state, and an unknown one takes nothing away", () => {
  expect(lookOf({ state: "stalled", errorCode: "ownership_not_found" }).next).toBe("Publish the TXT record");
  expect(lookOf({ state: "stalled", errorCode: "of_tomorrow" })).toEqual(lookOf({ state: "stalled", errorCode: null }));
});
