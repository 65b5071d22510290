import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGuardian, type Guardian } from "@/lib/edge/guardian/guardian";
import { isRenewalOverdue } from "@/lib/edge/guardian/policy";
import { createRenewalTable } from "@/lib/edge/guardian/renewal-table";
import type { ProbeResult } from "@/lib/platform/ports/edge";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const startMs = Date.UTC(2026, 0, 1);

type Certificate = { notBefore: number; notAfter: number; serial: number };

/** Hostnames behind a Caddy that renews on a visit in the last third of a lifetime, a moment later. */
function createEdge(
  names: readonly string[],
  lifetimeMs: number,
  refuses: (hostname: string) => boolean = () => false,
) {
  let wallMs = startMs;
  let monotonicMs = 0;
  let serial = 0;
  const hosts = new Map(names.map((name) => [name, { admitted: true }]));
  const certificates = new Map<string, Certificate>();
  const visits: { hostname: string; atMs: number; wallMs: number }[] = [];
  const expired = new Set<string>();

  function issue(hostname: string): Certificate {
    serial += 1;
    const certificate = { notBefore: wallMs, notAfter: wallMs + lifetimeMs, serial };
    certificates.set(hostname, certificate);
    return certificate;
  }

  async function handshake(hostname: string): Promise<ProbeResult> {
    visits.push({ hostname, atMs: monotonicMs, wallMs });
    const certificate = certificates.get(hostname) ?? issue(hostname);
    const { notBefore } = certificate;
    if (wallMs >= notBefore + (lifetimeMs * 2) / 3 && !refuses(hostname)) issue(hostname);
    return shown(hostname, certificate);
  }

  const table = createRenewalTable();
  const set = {
    size: () => hosts.size,
    hostnames: () => hosts.keys(),
    isAdmitted: (name: string) => hosts.get(name)?.admitted,
  };
  const clocks = { now: () => new Date(wallMs), nowMs: () => monotonicMs };
  const guardian: Guardian = createGuardian({ set, table, handshake, ...clocks });
  return {
    hosts,
    table,
    visits,
    expired,
    guardian,
    restart: () => createGuardian({ set, table, handshake, ...clocks }),
    jump(ms: number) {
      wallMs += ms;
    },
    async run(forMs: number, stepMs: number, running = guardian) {
      for (let past = 0; past < forMs; past += stepMs) {
        wallMs += stepMs;
        monotonicMs += stepMs;
        running.tick();
        await setImmediate();
        for (const [hostname, { notAfter }] of certificates) if (wallMs > notAfter) expired.add(hostname);
      }
    },
  };
}

function shown(hostname: string, { notBefore, notAfter, serial }: Certificate): ProbeResult {
  return {
    kind: "certificate",
    certificate: {
      issuer: "",
      subject: "",
      serial: `${serial}`,
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
      names: [hostname],
    },
    trusted: true,
    matchesName: true,
    code: null,
    reason: null,
  };
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `shop${index}.acme.test`);

describe("the guardian", () => {
  it.each([
    ["10 minutes", 10 * minute, 1_000],
    ["6 days", 6 * day, 5 * minute],
    ["45 days", 45 * day, hour],
    ["90 days", 90 * day, hour],
  ])("lets no certificate of %s expire over five lifetimes, and orders no more than it must", async (_, life, step) => {
    const edge = createEdge(names(20), life);
    await edge.run(5 * life, step);
    expect([...edge.expired]).toEqual([]);
    expect(edge.guardian.renewals()).toMatchObject({ watched: 20, overdueCount: 0 });
    const perLifetime = edge.visits.length / 20 / 5;
    expect(perLifetime).toBeGreaterThan(1);
    // One at the start, five before the window, two in it.
    expect(perLifetime).toBeLessThan(13);
  });

  it("lets no certificate expire while the clock jumps a day ahead and back", async () => {
    const jumps = fc.array(fc.tuple(fc.integer({ min: 12, max: 80 }), fc.constantFrom(-day, day)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(jumps, fc.constantFrom(6, 45, 90), async (list, days) => {
        const edge = createEdge(names(5), days * day);
        for (const [hours, jumpMs] of list) {
          await edge.run(hours * hour, 20 * minute);
          edge.jump(jumpMs);
        }
        await edge.run(1.5 * days * day, hour);
        expect([...edge.expired]).toEqual([]);
        // Each is visited after the last jump too: no jump makes it silent.
        expect(new Set(edge.visits.slice(-20).map(({ hostname }) => hostname)).size).toBe(5);
      }),
      { numRuns: 25 },
    );
  });

  it("repeats a handshake of a clock that was a day ahead as soon as any other", async () => {
    let broken = true;
    const edge = createEdge(names(4), 6 * day, () => broken);
    await edge.run(4.5 * day, 10 * minute);
    edge.jump(day);
    await edge.run(6 * hour, 10 * minute);
    edge.jump(-day);
    broken = false;
    edge.visits.length = 0;
    // A thirtieth of the lifetime, and a step for each.
    await edge.run(6 * hour, 10 * minute);
    expect(new Set(edge.visits.map(({ hostname }) => hostname)).size).toBe(4);
  });

  it("never makes more than its handshakes a second, not even after a jump that makes all of them due", async () => {
    const edge = createEdge(names(300), 6 * day);
    await edge.run(30_000, 25);
    edge.jump(5 * day);
    await edge.run(60_000, 25);
    for (const jump of [-30 * day, 30 * day]) {
      edge.jump(jump);
      await edge.run(20_000, 25);
    }
    const perSecond = new Map<number, number>();
    for (const { atMs } of edge.visits) {
      const second = Math.floor(atMs / 1_000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    }
    expect(edge.visits.length).toBeGreaterThan(300);
    expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(21);
  });

  it("reports a certificate that is not renewed in time, and only then, and no longer once it is", async () => {
    let broken = true;
    const edge = createEdge(names(3), 90 * day, (hostname) => broken && hostname === "shop1.acme.test");
    await edge.run(74 * day, hour);
    expect(edge.guardian.renewals()).toMatchObject({ overdueCount: 0 });
    await edge.run(5 * day, hour);
    const overdue = edge.guardian.renewals();
    expect(overdue).toMatchObject({ overdueCount: 1, overdue: [{ hostname: "shop1.acme.test" }] });
    const notAfter = new Date(overdue?.overdue[0]?.notAfter ?? "");
    expect(isRenewalOverdue({ notBefore: new Date(notAfter.getTime() - 90 * day), notAfter }, notAfter)).toBe(true);
    broken = false;
    await edge.run(7 * day, hour);
    expect(edge.guardian.renewals()).toMatchObject({ overdueCount: 0, overdue: [] });
  });

  it("a clock that jumps past the end of all certificates calls none of them overdue", async () => {
    const edge = createEdge(names(10), 6 * day);
    await edge.run(hour, minute);
    edge.jump(7 * day);
    await edge.run(10 * minute, 1_000);
    expect(edge.guardian.renewals()).toMatchObject({ overdueCount: 0, watched: 10 });
  });

  it("after a restart with what it stored, makes only the handshakes that are due", async () => {
    const edge = createEdge(names(50), 90 * day);
    await edge.run(minute, 50);
    expect(edge.visits).toHaveLength(50);
    await edge.run(minute, 50, edge.restart());
    expect(edge.visits).toHaveLength(50);
  });

  it("makes handshakes for admitted hostnames alone, and for none that was released", async () => {
    const edge = createEdge(names(3), 6 * day);
    edge.hosts.set("shop0.acme.test", { admitted: false });
    await edge.run(minute, 1_000);
    expect(new Set(edge.visits.map(({ hostname }) => hostname))).toEqual(
      new Set(["shop1.acme.test", "shop2.acme.test"]),
    );
    edge.hosts.delete("shop1.acme.test");
    edge.hosts.delete("shop2.acme.test");
    edge.hosts.set("shop0.acme.test", { admitted: true });
    edge.visits.length = 0;
    await edge.run(7 * day, minute);
    expect(new Set(edge.visits.map(({ hostname }) => hostname))).toEqual(new Set(["shop0.acme.test"]));
    expect(edge.table.size()).toBe(1);
  });

  it("pauses while Caddy is down, and learns nothing from that", async () => {
    const table = createRenewalTable();
    const hosts = new Map(names(100).map((name) => [name, { admitted: true }]));
    let nowMs = 0;
    let tries = 0;
    const handshake = async (): Promise<ProbeResult> => {
      tries += 1;
      return { kind: "unreachable", code: "no_connection", reason: "no connection" };
    };
    const set = {
      size: () => hosts.size,
      hostnames: () => hosts.keys(),
      isAdmitted: (name: string) => hosts.get(name)?.admitted,
    };
    const guardian = createGuardian({
      set,
      table,
      handshake,
      now: () => new Date(startMs + nowMs),
      nowMs: () => nowMs,
    });
    for (; nowMs < minute; nowMs += 50) {
      guardian.tick();
      await setImmediate();
    }
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThanOrEqual(13);
    expect(table.find("shop0.acme.test")).toMatchObject({ notAfter: 0, tries: 0 });
  });
});

it("certificates of any lifetime are counted by the share of it that is left", () => {
  const second = (at: number) => Math.floor(at / 1_000);
  const table = createRenewalTable();
  const now = startMs + 1_000 * day;
  const add = (hostname: string, lifetimeMs: number, share: number) =>
    table.set(hostname, {
      notBefore: second(now - lifetimeMs * (1 - share)),
      notAfter: second(now + lifetimeMs * share),
      triedAt: second(now),
      serial: 1,
      tries: 0,
    });
  for (const lifetimeMs of [6 * day, 90 * day]) {
    for (const share of [-0.1, 0.05, 0.15, 0.5]) add(`${lifetimeMs}-${share}.test`, lifetimeMs, share);
  }
  const names = [...table.hostnames(), "new.test"];
  const set = { size: () => names.length, hostnames: () => names, isAdmitted: () => true };
  const handshake = () => new Promise<never>(() => undefined);
  const guardian = createGuardian({ set, table, handshake, now: () => new Date(now), nowMs: () => 0 });
  expect(guardian.certificates()).toBe(null);
  guardian.tick();
  expect(guardian.certificates()).toEqual({
    bands: { expired: 2, under_10_percent: 2, under_20_percent: 2, enough: 2, unknown: 1 },
    soonestSeconds: second(-9 * day),
  });
});
