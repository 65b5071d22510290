import type { EventResource } from "@/lib/connections/schema";
import type { DiagnosisSnapshotResource } from "@/lib/diagnosis/schema";

/** What changed between two diagnoses, as titles of findings. */
export type DiagnosisChange = {
  id: string;
  at: Date;
  title: string;
  /** How many diagnoses in a row found the same, with other evidence; and the last of them. */
  times: number;
  lastAt: Date;
  appeared: string[];
  cleared: string[];
  /** Evidence that only this diagnosis has, and that only the one before had. */
  seen: string[];
  seenBefore: string[];
};

export type TimelineEntry = { kind: "event"; event: EventResource } | { kind: "diagnosis"; change: DiagnosisChange };

export function keyOf(entry: TimelineEntry): string {
  return entry.kind === "event" ? entry.event.id : entry.change.id;
}

const maxFacts = 8;

/** @param snapshots newest first; those that found the same findings in a row are one entry, at the time of the first */
export function diagnosisChanges(snapshots: readonly DiagnosisSnapshotResource[]): DiagnosisChange[] {
  const runs = sameFindings(snapshots);
  return runs.flatMap((run, index) => {
    const [snapshot, first] = [run.at(0), run.at(-1)];
    if (!snapshot || !first) return [];
    const before = runs[index + 1]?.at(0) ?? null;
    const [now, then] = [factsOf(snapshot), before === null ? [] : factsOf(before)];
    const seen = now.filter((fact) => !then.includes(fact)).slice(0, maxFacts);
    const seenBefore = [...new Set([...then, ...factsOf(first)])]
      .filter((fact) => !now.includes(fact))
      .slice(0, maxFacts);
    const appeared = first.appeared.map((code) => titleOf(code, first));
    const cleared = first.cleared.map((code) => titleOf(code, before));
    if (appeared.length + cleared.length + seen.length + seenBefore.length === 0) return [];
    return [
      {
        id: first.id,
        at: first.takenAt,
        title: headline(snapshot),
        times: timesChanged(run),
        lastAt: snapshot.takenAt,
        appeared,
        cleared,
        seen,
        seenBefore,
      },
    ];
  });
}

/** Snapshots in a row that found the same. */
function sameFindings(snapshots: readonly DiagnosisSnapshotResource[]): DiagnosisSnapshotResource[][] {
  const runs: DiagnosisSnapshotResource[][] = [];
  for (const snapshot of snapshots) {
    const run = runs.at(-1);
    const newer = run?.at(-1);
    if (run && newer && newer.appeared.length + newer.cleared.length === 0) run.push(snapshot);
    else runs.push([snapshot]);
  }
  return runs;
}

/** The diagnoses of a run that differ from the one before; the first one counts. */
function timesChanged(run: readonly DiagnosisSnapshotResource[]): number {
  const facts = run.map((snapshot) => factsOf(snapshot).join("\n"));
  return facts.filter((one, index) => one !== facts[index + 1]).length;
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
