import fc from "fast-check";
import { expect, it } from "vitest";
import { fairOrder, inTurn, type TenantQueue, turnsBefore } from "@/lib/edge/issuance/fair-order";

const queues = fc.uniqueArray(
  fc.record({
    tenantId: fc.string({ minLength: 1, maxLength: 3 }),
    waiting: fc.integer({ min: 1, max: 12 }),
    lastTurn: fc.option(fc.integer({ min: 0, max: 5 })),
  }),
  { selector: ({ tenantId }) => tenantId, minLength: 1, maxLength: 6 },
);

type Turn = { tenantId: string; n: number };

function allTurns(list: readonly TenantQueue[]): Turn[] {
  return fairOrder(
    inTurn(list).map(({ tenantId, waiting }) => ({
      items: Array.from({ length: waiting }, (_, n) => ({ tenantId, n })),
    })),
  );
}

it("everyone has a turn once, each tenant in its own order, and no tenant is two turns ahead of one that still waits", () => {
  fc.assert(
    fc.property(queues, (list) => {
      const order = allTurns(list);
      expect(order).toHaveLength(list.reduce((sum, { waiting }) => sum + waiting, 0));
      const had = new Map(list.map(({ tenantId }) => [tenantId, 0]));
      for (const { tenantId, n } of order) {
        expect(n).toBe(had.get(tenantId));
        for (const other of list) {
          const turns = had.get(other.tenantId) ?? 0;
          if (turns < other.waiting) expect(n).toBeLessThanOrEqual(turns);
        }
        had.set(tenantId, n + 1);
      }
    }),
  );
});

it("a tenant with 10 hosts has its last turn within 20, whether the other one has 10 or 5,000", () => {
  const small = { tenantId: "small", waiting: 10, lastTurn: 7 };
  for (const waiting of [10, 5_000]) {
    const order = allTurns([{ tenantId: "large", waiting, lastTurn: null }, small]);
    expect(order.findIndex(({ tenantId, n }) => tenantId === "small" && n === 9)).toBeLessThan(20);
  }
});

it("the position that is shown is the position in the order", () => {
  fc.assert(
    fc.property(queues, fc.nat(), fc.nat(), (list, who, which) => {
      const own = list[who % list.length];
      if (!own) return;
      const ahead = which % own.waiting;
      const others = list.filter((one) => one !== own);
      const position = allTurns(list).findIndex(({ tenantId, n }) => tenantId === own.tenantId && n === ahead);
      expect(turnsBefore({ ...own, ahead }, others)).toBe(position);
    }),
  );
});
