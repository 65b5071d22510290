import { expect, it } from "vitest";
import { createConnection } from "@/lib/connections/create-connection";
import { connectionStates } from "@/lib/connections/machine";
import { nextState } from "@/lib/connections/next-state";
import { type Signal, signals } from "@/lib/connections/signals";
import { transition } from "@/lib/connections/transition";
import { inTransaction } from "@/lib/db/transaction";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, tenant } = setUpWorld({ per: "file" });

/** A seeded generator, so that a failing walk can be repeated. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it("holds on random walks: no step leaves the table, archived is final, a claim exists exactly where it should", async () => {
  const reached = new Set<string>();
  for (let walk = 0; walk < 40; walk += 1) {
    const random = createRandom(walk + 1);
    const hostname = `walk${walk}.acme.test`;
    const { id } = await createConnection(tenant.ctx, {
      applicationId: tenant.applicationId,
      hostname,
      setupType: "manual",
    });
    let proven = false;
    let state = (await database.prisma.connection.findUniqueOrThrow({ where: { id } })).state;
    for (let step = 0; step < 25; step += 1) {
      // What ends a walk comes seldom, and what leads on comes often, so that walks get far.
      const ends = (name: Signal) => ["archive_requested", "proof_expired", "claim_lost", "claim_moved"].includes(name);
      const leadsOn = (name: Signal) => !ends(name) && nextState(state, name, proven) !== null;
      const kind = random();
      const wanted = kind < 0.03 ? ends : kind < 0.55 ? leadsOn : () => true;
      const candidates = signals.some(wanted) ? signals.filter(wanted) : signals;
      const signal = candidates[Math.floor(random() * candidates.length)] as Signal;
      const expected = nextState(state, signal, proven);
      const result = await inTransaction({ database }, (tx) => transition(tenant.ctx, tx, id, signal));
      expect([signal, result]).toEqual([signal, { moved: expected !== null, state: expected ?? state }]);
      if (expected === "verified" || (state === "dns_writing" && expected === "propagating")) proven = true;
      if (expected === "failed" || expected === "archived") proven = false;
      state = expected ?? state;
      reached.add(state);
      const claim = await database.prisma.hostnameClaim.findUnique({ where: { hostname } });
      expect(claim?.connectionId ?? null).toBe(proven ? id : null);
      if (state === "archived") for (const any of signals) expect(nextState(state, any, proven)).toBeNull();
    }
    const events = await database.prisma.event.findMany({ where: { connectionId: id }, orderBy: { sequence: "asc" } });
    expect(events.map((event) => event.sequence)).toEqual(events.map((_, index) => index + 1));
    const pair = events.filter((event) => event.type === "ssl.issued").length;
    expect(events.filter((event) => event.type === "domain.flow.completed")).toHaveLength(pair);
    expect(
      events.filter((event) => (event.data as { to?: string }).to === "live" && event.type === "ssl.issued"),
    ).toHaveLength(pair);
  }
  // Walks that stay near the start would prove little.
  expect([...reached].sort()).toEqual(connectionStates.filter((name) => name !== "created").sort());
});

it("lets exactly one of many racing signals move a connection", async () => {
  const { id } = await createConnection(tenant.ctx, {
    applicationId: tenant.applicationId,
    hostname: "raced.acme.test",
    setupType: "manual",
  });
  const results = await Promise.all(
    Array.from({ length: 10 }, () =>
      inTransaction({ database }, (tx) => transition(tenant.ctx, tx, id, "ownership_proven")),
    ),
  );
  expect(results.filter((result) => result.moved)).toHaveLength(1);
});
