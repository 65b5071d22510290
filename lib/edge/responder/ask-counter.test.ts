import { expect, it } from "vitest";
import { edgeReportSchema } from "@/lib/edge/protocol/report";
import { createAskCounter } from "@/lib/edge/responder/ask-counter";
import { decideAsk } from "@/lib/edge/responder/decide-ask";
import { createEdgeSet } from "@/lib/edge/responder/edge-set";
import { hostChange } from "@/lib/runtime/testing/edge-sets";

const set = createEdgeSet("0:");
set.apply(hostChange(1, "known.acme.test"));
const waiting = hostChange(2, "waits.acme.test");
set.apply({ ...waiting, change: { ...waiting.change, admitted: false } as typeof waiting.change });

function clock(start = "2026-11-28T12:00:10.000Z") {
  let atMs = Date.parse(start);
  return Object.assign(() => new Date(atMs), { advance: (ms: number) => (atMs += ms) });
}

it("is allowed exactly for what is connected and admitted, in any spelling that means it", () => {
  expect(decideAsk(set, "known.acme.test")).toMatchObject({ status: 200 });
  expect(decideAsk(set, "KNOWN.acme.test.")).toMatchObject({ status: 200, hostname: "known.acme.test" });
  expect(decideAsk(set, "waits.acme.test")).toMatchObject({ status: 403, reason: "waiting_for_certificate" });
  expect(decideAsk(set, "other.acme.test")).toMatchObject({ status: 403, reason: "not_connected" });
  expect(decideAsk(null, "known.acme.test")).toMatchObject({ status: 403, reason: "not_loaded" });
});

it.each(["", "192.0.2.1", "*.acme.test", "a b.test", "[::1]", "-x.acme.test", `${"a".repeat(64)}.test`])(
  "cannot be a hostname: %s",
  (domain) => {
    for (const any of [set, null]) expect(decideAsk(any, domain)).toMatchObject({ status: 400, hostname: null });
  },
);

it("counts by hostname and minute, and what cannot be a hostname as refused", () => {
  const now = clock();
  const asks = createAskCounter(now);
  for (const domain of ["known.acme.test", "known.acme.test", "scanner.acme.test", "192.0.2.1"]) {
    asks.count(decideAsk(set, domain));
    now.advance(20_000);
  }
  const batch = edgeReportSchema.shape.asks.unwrap().parse(asks.takeBatch());
  expect(batch.minutes).toEqual([
    { minute: "2026-11-28T12:00:00.000Z", allowed: 2, refused: 1 },
    { minute: "2026-11-28T12:01:00.000Z", allowed: 0, refused: 1 },
  ]);
  expect(batch.hosts).toEqual([
    expect.objectContaining({ hostname: "scanner.acme.test", allowed: 0, refused: 1, lastReason: "not_connected" }),
    expect.objectContaining({ hostname: "known.acme.test", allowed: 2, refused: 0, lastAllowed: true }),
  ]);
  expect(asks.totals()).toEqual({ allowed: 2, refused: 1, invalid: 1 });
});

it("a batch stays as it was, with its number, until it is acknowledged, over restarts too", () => {
  const now = clock();
  const asks = createAskCounter(now);
  expect(asks.takeBatch()).toBeNull();
  asks.count(decideAsk(set, "known.acme.test"));
  const first = asks.takeBatch();
  asks.count(decideAsk(set, "known.acme.test"));
  expect(asks.takeBatch()).toEqual(first);

  const again = createAskCounter(now, JSON.parse(JSON.stringify(asks.stored())));
  expect(again.takeBatch()).toEqual(first);
  again.acknowledge((first?.batch ?? 0) - 1);
  expect(again.takeBatch()).toEqual(first);
  again.count(decideAsk(set, "known.acme.test"));
  again.acknowledge(first?.batch ?? 0);
  const second = again.takeBatch();
  expect(second?.hosts).toMatchObject([{ hostname: "known.acme.test", allowed: 2 }]);
  expect(second?.batch).toBeGreaterThan(first?.batch ?? 0);
  again.acknowledge(second?.batch ?? 0);
  expect(again.takeBatch()).toBeNull();
});

it("numbers rise where the file was lost, and where the clock went back", () => {
  const now = clock();
  const numberOf = (asks: ReturnType<typeof createAskCounter>) => {
    asks.count(decideAsk(set, "known.acme.test"));
    const { batch } = asks.takeBatch() ?? { batch: 0 };
    asks.acknowledge(batch);
    return batch;
  };
  const asks = createAskCounter(now);
  const first = numberOf(asks);
  now.advance(-3_600_000);
  const second = numberOf(asks);
  expect(second).toBeGreaterThan(first);
  const restored = createAskCounter(now, JSON.parse(JSON.stringify(asks.stored())));
  expect(numberOf(restored)).toBeGreaterThan(second);
  now.advance(7_200_000);
  expect(numberOf(createAskCounter(now, "damaged"))).toBeGreaterThan(second);
});
