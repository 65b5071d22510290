import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faults } from "@/e2e/faults/faults";
import { type Rig, startRig } from "@/e2e/faults/rig";
import { broken } from "@/e2e/faults/visitors";
import type { CaddyTool } from "@/e2e/support/caddy";
import { timeLimit } from "@/scripts/time-limit.mjs";

// The whole installation as it is shipped, under a constant load of visitors, with everything failing around it: no request
// of a known host is refused, no other host is served, and a host that was archived before a fault is never served again.
const HOSTS = 60;
const FAULT_LIMIT_MS = timeLimit(180_000);

describe.each<CaddyTool>(["caddy", "caddy-2.6"])("faults around %s", (tool) => {
  let rig: Rig;
  let inOutage = false;

  beforeAll(async () => {
    rig = await startRig(tool, HOSTS);
    await rig.recovered();
    for (const hostname of rig.knownHosts()) expect(await rig.visit(hostname)).toMatchObject({ reason: null });
  }, timeLimit(180_000));

  afterAll(async () => {
    await rig?.stop();
  });

  const chosen = faults.filter(({ main }) => tool === "caddy" || main).map((fault) => [fault.name, fault] as const);
  it.each(chosen)("%s", { timeout: FAULT_LIMIT_MS }, async (_name, fault) => {
    const reason = fault.skip?.(rig) ?? null;
    if (reason !== null) return console.warn(`${fault.name}: not run, ${reason}`);
    if (inOutage && !fault.inOutage) {
      inOutage = false;
      await rig.postgres.restart();
      await rig.recovered();
    }
    if (!inOutage) await rig.stopOne();
    inOutage = fault.inOutage ?? false;

    const first = rig.visitors.visits.length;
    const excusedBefore = rig.excused.length;
    await fault.begin(rig);
    await sleep(fault.holdMs);
    await fault.during?.(rig);
    await expectStopped();
    await fault.end?.(rig);
    if (!inOutage) await rig.recovered();
    await rig.visitors.settle();

    const visits = rig.visitors.visits.slice(first);
    expect(broken(visits, rig.originOf, rig.excused.slice(excusedBefore))).toEqual([]);
    // The load was there: an empty list is no success.
    expect(visits.filter(({ kind, origin }) => kind === "known" && origin !== null).length).toBeGreaterThan(20);
    expect(visits.filter(({ kind }) => kind === "stopped").length).toBeGreaterThan(0);
    expect(visits.filter(({ kind }) => kind === "unknown").length).toBeGreaterThan(0);
    await expectStopped();
  });

  async function expectStopped(): Promise<void> {
    for (const hostname of rig.stoppedHosts()) {
      const { ask, route } = await rig.ask(hostname);
      expect([hostname, ask, route]).toEqual([
        hostname,
        403,
        expect.toSatisfy((status) => status === 404 || status === 421),
      ]);
    }
  }
});
