import type { EventResource } from "@/lib/connections/schema";
import type { DiagnosisSnapshotResource } from "@/lib/diagnosis/schema";

/** What changed between two diagnoses, as titles of findings. */
export type DiagnosisChange = {
  id: string;
  at: Date;
  title: string;
  appeared: string[];
  cleared: string[];
  /** Evidence that only this diagnosis has, and that only the one before had. */
  seen: string[];
  seenBefore: string[];
};

export type TimelineEntry = { kind: "event"; event: EventResource } | { kind: "diagnosis"; change: DiagnosisChange };

const maxFacts = 8;

/** @param snapshots newest first; one without a difference to the one before is left out */
export function diagnosisChanges(snapshots: readonly DiagnosisSnapshotResource[]): DiagnosisChange[] {
  return snapshots.flatMap((snapshot, index) => {
    const before = snapshots[index + 1] ?? null;
    const [now, then] = [factsOf(snapshot), before === null ? [] : factsOf(before)];
    const seen = now.filter((fact) => !then.includes(fact)).slice(0, maxFacts);
    const seenBefore = then.filter((fact) => !now.includes(fact)).slice(0, maxFacts);
    const appeared = snapshot.appeared.map((code) => titleOf(code, snapshot));
    const cleared = snapshot.cleared.map((code) => titleOf(code, before));
    if (appeared.length + cleared.length + seen.length + seenBefore.length === 0) return [];
    return [{ id: snapshot.id, at: snapshot.takenAt, title: headline(snapshot), appeared, cleared, seen, seenBefore }];
  });
}

/** Newest first. Diagnoses older than the oldest loaded event are left out until more events are loaded. */
export function timelineEntries(
  events: readonly EventResource[],
  changes: readonly DiagnosisChange[],
  isWhole: boolean,
): TimelineEntry[] {
  const oldest = events.at(-1)?.createdAt ?? null;
  const entries: TimelineEntry[] = [
    ...events.map((event): TimelineEntry => ({ kind: "event", event })),
    ...changes
      .filter(({ at }) => isWhole || (oldest !== null && at >= oldest))
      .map((change): TimelineEntry => ({ kind: "diagnosis", change })),
  ];
  return entries.sort((one, other) => timeOf(other) - timeOf(one));
}

function timeOf(entry: TimelineEntry): number {
  return (entry.kind === "event" ? entry.event.createdAt : entry.change.at).getTime();
}

function headline({ findings, codes }: DiagnosisSnapshotResource): string {
  const [first] = findings;
  if (first !== undefined) return `Diagnosis: ${first.title}`;
  return codes.length === 0 ? "Diagnosis: nothing is wrong" : "Diagnosis";
}

function titleOf(code: string, snapshot: DiagnosisSnapshotResource | null): string {
  return snapshot?.findings.find((finding) => finding.code === code)?.title ?? code;
}

function factsOf({ findings }: DiagnosisSnapshotResource): string[] {
  return [...new Set(findings.flatMap(({ evidence }) => evidence))];
}
