import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnosisChanges, timelineEntries } from "@/components/connections/timeline-entries";
import type { EventResource } from "@/lib/connections/schema";
import type { DiagnosisSnapshotResource } from "@/lib/diagnosis/schema";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));

type Found = Record<string, string[]>;

/** Diagnoses of one connection, oldest first, by the evidence of each code. */
function snapshotsOf(...found: Found[]): DiagnosisSnapshotResource[] {
  const all = found.map((facts, index): DiagnosisSnapshotResource => {
    const codes = Object.keys(facts);
    const before = Object.keys(found[index - 1] ?? {});
    const findings = Object.entries(facts).map(([code, evidence]) => ({ code, title: `title of ${code}`, evidence }));
    return {
      id: `snapshot-${index}`,
      codes,
      appeared: codes.filter((code) => !before.includes(code)),
      cleared: before.filter((code) => !codes.includes(code)),
      findings: findings as unknown as DiagnosisSnapshotResource["findings"],
      takenAt: at(index * 10),
    };
  });
  return all.reverse();
}

const event = (id: string, minute: number) => ({ id, createdAt: at(minute) }) as EventResource;

describe("what changed between two diagnoses", () => {
  it("has the titles of the findings, and the evidence of both diagnoses", () => {
    const [last, first] = diagnosisChanges(
      snapshotsOf({ "txt-missing": ["ns1: nothing"] }, { "txt-quoted": ["ns1: “value”"] }),
    );
    expect(first).toMatchObject({ title: "Diagnosis: title of txt-missing", appeared: ["title of txt-missing"] });
    expect(last).toMatchObject({
      title: "Diagnosis: title of txt-quoted",
      appeared: ["title of txt-quoted"],
      cleared: ["title of txt-missing"],
      seen: ["ns1: “value”"],
      seenBefore: ["ns1: nothing"],
    });
  });

  it("is also another value under the same code, and that nothing is wrong any more", () => {
    const changes = diagnosisChanges(
      snapshotsOf({ "txt-wrong-value": ["ns1: a"] }, { "txt-wrong-value": ["ns1: b"] }, {}),
    );
    expect(changes.map(({ title, seen, seenBefore }) => [title, seen, seenBefore])).toEqual([
      ["Diagnosis: nothing is wrong", [], ["ns1: b"]],
      ["Diagnosis: title of txt-wrong-value", ["ns1: b"], ["ns1: a"]],
    ]);
    expect(changes[1]).toMatchObject({ times: 2, at: at(0), lastAt: at(10), appeared: ["title of txt-wrong-value"] });
  });

  it("is nothing where the same was found again", () => {
    const changes = diagnosisChanges(snapshotsOf({ waiting: ["x"] }, { waiting: ["x"] }));
    expect(changes).toMatchObject([{ times: 1, seen: ["x"], at: at(0) }]);
  });

  it("names the same findings once in a row, whatever was found, and loses none that was found", () => {
    const found = fc.dictionary(
      fc.constantFrom("one", "two"),
      fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(found, { maxLength: 12 }), (all) => {
        const changes = diagnosisChanges(snapshotsOf(...all)).reverse();
        const codes = all.map((facts) => Object.keys(facts).sort().join());
        const runs = codes.filter((one, index) => one !== (codes[index - 1] ?? ""));
        expect(changes).toHaveLength(runs.length);
        for (const { at: from, lastAt, times } of changes) {
          expect(lastAt.getTime()).toBeGreaterThanOrEqual(from.getTime());
          expect(times).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });
});

it("is sorted among the events by time, and left out until its page of events is loaded", () => {
  const changes = diagnosisChanges(snapshotsOf({ one: ["a"] }, { two: ["b"] }));
  const events = [event("late", 15), event("early", 5)];
  const order = (isWhole: boolean) =>
    timelineEntries(events, changes, isWhole).map((entry) =>
      entry.kind === "event" ? entry.event.id : entry.change.id,
    );
  expect(order(false)).toEqual(["late", "snapshot-1", "early"]);
  expect(order(true)).toEqual(["late", "snapshot-1", "early", "snapshot-0"]);
});
