import fc from "fast-check";
import { expect, it } from "vitest";
import type { EdgeChange } from "@/lib/edge/protocol/changes";
import { createEdgeSet, type KnownHost } from "@/lib/edge/responder/edge-set";
import { changeArbitrary, contentOf, uuidOf } from "@/lib/runtime/testing/edge-sets";

/** The same by the plainest means. */
function createModel() {
  const hosts = new Map<string, Omit<KnownHost, "tenantId" | "upstream" | "upstreamHost">>();
  const applications = new Map<string, { tenantId: string; upstream: string | null; upstreamHost: string | null }>();
  return {
    apply(change: EdgeChange) {
      if (change.kind === "application") {
        applications.set(change.applicationId, {
          tenantId: change.tenantId,
          upstream: change.upstream,
          upstreamHost: change.upstreamHost,
        });
      } else if (change.kind === "host") {
        const { kind: _kind, hostname, ...host } = change;
        hosts.set(hostname, host);
      } else if (hosts.get(change.hostname)?.connectionId === change.connectionId) hosts.delete(change.hostname);
    },
    content() {
      const unknown = { tenantId: uuidOf(0), upstream: null, upstreamHost: null };
      const entries = [...hosts].map(([hostname, host]) => {
        return [hostname, { ...host, ...(applications.get(host.applicationId) ?? unknown) }] as const;
      });
      return new Map(entries);
    },
  };
}

it("holds what a map would after any changes, whatever slots were freed and used again", () => {
  fc.assert(
    fc.property(fc.array(changeArbitrary, { maxLength: 200 }), (changes) => {
      const set = createEdgeSet("0:");
      const model = createModel();
      for (const [index, change] of changes.entries()) {
        set.apply({ sequence: index + 1, change });
        model.apply(change);
      }
      const expected = model.content();
      expect(contentOf(set)).toEqual(expected);
      expect(set.size()).toBe(expected.size);
      for (const [hostname, { admitted }] of expected) expect(set.isAdmitted(hostname)).toBe(admitted);
      expect(set.isAdmitted("unknown.test")).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

it("grows over its blocks and shards: 80,000 hosts, every second one released, as many added", () => {
  const set = createEdgeSet("0:");
  const add = (number: number) =>
    set.apply({
      sequence: number + 1,
      change: {
        kind: "host",
        hostname: `h${number}.acme.test`,
        connectionId: uuidOf(number),
        applicationId: uuidOf(number % 7),
        admitted: true,
        reference: number % 3 === 0 ? `r${number}` : null,
      },
    });
  for (let number = 0; number < 80_000; number += 1) add(number);
  for (let number = 0; number < 80_000; number += 2) {
    const change = { kind: "released" as const, hostname: `h${number}.acme.test`, connectionId: uuidOf(number) };
    set.apply({ sequence: 120_000 + number, change });
  }
  for (let number = 80_000; number < 120_000; number += 1) add(number);
  expect(set.size()).toBe(80_000);
  for (const number of [1, 65_535, 65_537, 79_999, 80_000, 100_001, 119_999]) {
    expect(set.find(`h${number}.acme.test`)).toMatchObject({
      connectionId: uuidOf(number),
      applicationId: uuidOf(number % 7),
      reference: number % 3 === 0 ? `r${number}` : null,
    });
  }
  expect(set.find("h65536.acme.test")).toBeUndefined();
});

it("a release that is known ahead of the cursor is not undone by older changes, and is forgotten behind it", () => {
  const set = createEdgeSet("5:11111111-1111-4111-8111-111111111111");
  const host = (sequence: number, connection: number) => ({
    sequence,
    change: {
      kind: "host" as const,
      hostname: "a.acme.test",
      connectionId: uuidOf(connection),
      applicationId: uuidOf(1),
      admitted: true,
      reference: null,
    },
  });
  set.noteRelease({ hostname: "a.acme.test", connectionId: uuidOf(1), sequence: 9 });
  set.apply(host(6, 1));
  expect(set.find("a.acme.test")).toBeUndefined();
  set.apply(host(7, 2));
  expect(set.find("a.acme.test")?.connectionId).toBe(uuidOf(2));
  set.apply(host(10, 1));
  expect(set.find("a.acme.test")?.connectionId).toBe(uuidOf(1));
  set.moveTo("9:11111111-1111-4111-8111-111111111111");
  set.apply(host(8, 1));
  expect(set.find("a.acme.test")?.connectionId).toBe(uuidOf(1));
});
