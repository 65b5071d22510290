import { expect, test } from "vitest";
import { stateLabel, stateStyle } from "@/components/connection-facts/connection-state";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";

const ours: ConnectionState[] = ["created", "verified", "dns_writing", "issuing_cert", "live", "archived"];

test("every state says in one short phrase what is wanted next, and has a name of its own", () => {
  const names = connectionStates.map(stateLabel);
  expect(new Set(names).size).toBe(connectionStates.length);
  for (const state of connectionStates) {
    const { next } = stateStyle({ state, errorCode: null });
    expect(next.length).toBeGreaterThan(5);
    expect(next.length).toBeLessThanOrEqual(34);
    expect(next).not.toMatch(/[.!]$/);
  }
});

test("where nothing is wanted of people, the phrase begins by saying so; elsewhere it asks for something", () => {
  for (const state of connectionStates) {
    expect([state, stateStyle({ state, errorCode: null }).next.startsWith("Nothing")]).toEqual([
      state,
      ours.includes(state),
    ]);
  }
});

test("a live domain whose nameservers are silent asks for something, and has a name of its own", () => {
  const { label, next } = stateStyle({ state: "live", errorCode: null, unreachableSince: new Date() });
  expect(label).not.toBe(stateLabel("live"));
  expect(next).not.toMatch(/^Nothing/);
  expect(stateStyle({ state: "live", errorCode: null, unreachableSince: null }).label).toBe(stateLabel("live"));
});

test("a known reason says more than the state, and an unknown one takes nothing away", () => {
  expect(stateStyle({ state: "stalled", errorCode: "ownership_not_found" }).next).toBe("Publish the TXT record");
  expect(stateStyle({ state: "stalled", errorCode: "of_tomorrow" })).toEqual(
    stateStyle({ state: "stalled", errorCode: null }),
  );
});
