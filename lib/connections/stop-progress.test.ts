import fc from "fast-check";
import { expect, it } from "vitest";
import { type KnownEdge, type StopReport, stopLateMs, stopProgress } from "@/lib/connections/stop-progress";

const release = new Date("2026-01-01T00:00:00Z");
const at = (seconds: number) => new Date(release.getTime() + seconds * 1_000);
const stop = { releasedAt: release, sequence: 10n, reclaimed: false };

function edge(id: string, seen: number, more: Partial<KnownEdge> = {}): KnownEdge {
  return { id, name: `edge-${id}`, startedAt: at(-86_400), seenAt: at(seen), sequence: 10n, ...more };
}
function report(edgeId: string, seconds: number, more: Partial<StopReport> = {}): StopReport {
  return { edgeId, sequence: 10n, askStatus: 403, routeStatus: 404, at: at(seconds), ...more };
}

const namesOf = (edges: readonly { name: string }[]) => edges.map(({ name }) => name);

it("puts each edge that was there in one list, and confirms none that does not refuse both, after the release", () => {
  const status = fc.constantFrom(200, 204, 299, 302, 403, 404, 421, 500, 503);
  const edges = fc.array(
    fc.record({ seen: fc.integer({ min: -600, max: 300 }), position: fc.integer({ min: 0, max: 20 }) }),
    {
      maxLength: 5,
    },
  );
  const reports = fc.array(
    fc.record({
      sequence: fc.integer({ min: 1, max: 20 }),
      askStatus: status,
      routeStatus: status,
      after: fc.nat(300),
    }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(edges, reports, fc.nat(300), (knownEdges, reported, age) => {
      const known = knownEdges.map(({ seen, position }, index) =>
        edge(String(index), seen, { sequence: BigInt(position) }),
      );
      const received = reported.map(({ after, sequence, ...one }, index) =>
        report(String(index), after, { ...one, sequence: BigInt(sequence) }),
      );
      const { confirmed, waiting, silent } = stopProgress(stop, known, received, at(age));
      expect([...confirmed, ...waiting, ...silent].map(({ edgeId }) => edgeId).sort()).toEqual(
        known.map(({ id }) => id).sort(),
      );
      for (const { edgeId } of confirmed) {
        const own = received.find((one) => one.edgeId === edgeId);
        expect(own?.askStatus).not.toSatisfy((code: number) => code >= 200 && code < 300);
        expect([404, 421]).toContain(own?.routeStatus);
        expect(Number(own?.sequence)).toBeGreaterThanOrEqual(10);
      }
      // Whoever was seen in the minute before the release, or since, is confirmed or waited for.
      for (const { seenAt, name } of known) {
        if (seenAt >= at(-60)) expect(namesOf([...confirmed, ...waiting])).toContain(name);
      }
    }),
  );
});

it("counts the seconds until the report was received", () => {
  const { confirmed, waiting } = stopProgress(stop, [edge("a", 0), edge("b", 0)], [report("a", 0.4)], at(1));
  expect(confirmed).toEqual([{ edgeId: "a", name: "edge-a", seconds: 0.4 }]);
  expect(namesOf(waiting)).toEqual(["edge-b"]);
});

it("takes a yes for the hostname's next connection as a stop of this one, once that exists", () => {
  const allowed = report("a", 2, { askStatus: 200, routeStatus: 200 });
  expect(namesOf(stopProgress(stop, [edge("a", 0)], [allowed], at(3)).waiting)).toEqual(["edge-a"]);
  const reclaimed = { ...stop, reclaimed: true };
  expect(namesOf(stopProgress(reclaimed, [edge("a", 0)], [allowed], at(3)).confirmed)).toEqual(["edge-a"]);
  const before = report("a", 2, { askStatus: 200, routeStatus: 200, sequence: 9n });
  expect(namesOf(stopProgress(reclaimed, [edge("a", 0)], [before], at(3)).waiting)).toEqual(["edge-a"]);
});

it("needs no report of an edge that started after the release from a set without the hostname", () => {
  const later = { startedAt: at(5), seenAt: at(6) };
  expect(namesOf(stopProgress(stop, [edge("a", 6, later)], [], at(7)).confirmed)).toEqual(["edge-a"]);
  // From a set on disk that still has it.
  const behind = { ...later, sequence: 9n };
  expect(namesOf(stopProgress(stop, [edge("a", 6, behind)], [], at(7)).waiting)).toEqual(["edge-a"]);
  // Its own report counts more than its position.
  const serving = report("a", 6, { askStatus: 200 });
  expect(namesOf(stopProgress(stop, [edge("a", 6, later)], [serving], at(7)).waiting)).toEqual(["edge-a"]);
});

it("gives edges that were silent before the release a minute to come back, and gives up after seven days", () => {
  const away = edge("a", -90);
  expect(namesOf(stopProgress(stop, [away], [], at(59)).waiting)).toEqual(["edge-a"]);
  expect(stopProgress(stop, [away], [], at(61))).toMatchObject({ waiting: [], silent: [{ name: "edge-a" }] });
  expect(namesOf(stopProgress(stop, [edge("a", 70)], [], at(75)).waiting)).toEqual(["edge-a"]);
  expect(stopProgress(stop, [edge("a", -3_600)], [], at(1))).toEqual({ confirmed: [], waiting: [], silent: [] });
  const week = 7 * 86_400;
  expect(namesOf(stopProgress(stop, [edge("a", 0)], [], at(week - 1)).waiting)).toEqual(["edge-a"]);
  expect(stopProgress(stop, [edge("a", 0)], [], at(week + 1))).toMatchObject({
    waiting: [],
    silent: [{ name: "edge-a" }],
  });
});

it("confirms nothing before the change has a sequence that an edge can have read", () => {
  const unread = { ...stop, sequence: null };
  expect(namesOf(stopProgress(unread, [edge("a", 0)], [report("a", 1)], at(stopLateMs / 1_000)).waiting)).toEqual([
    "edge-a",
  ]);
});
