"use client";

import { Undo2 } from "lucide-react";
import { ConfirmPlan } from "@/components/connections/writing/confirm-plan";
import { PlanDiff } from "@/components/connections/writing/plan-diff";
import { useShellSession } from "@/components/session/shell-session";
import { undoRecordsCall } from "@/lib/api/calls/undo-records";
import { request } from "@/lib/api/client";
import type { EventResource } from "@/lib/connections/schema";
import type { PlannedChange } from "@/lib/connections/writing/schema";
import { looseFields, looseTexts } from "@/lib/kernel/read-loose";

type RecordSet = { name: string; type: string; ttl: number; values: string[] };

/** What an event wrote, with the way back; null: it is about something else. */
export function writtenChange(event: Pick<EventResource, "type" | "data">): PlannedChange[] | null {
  if (event.type !== "connection.records_written") return null;
  const [before, after] = [setsIn(event.data.before), setsIn(event.data.after)];
  if (before === null || after === null) return null;
  const keys = new Map([...before, ...after].map((set) => [`${set.type} ${set.name}`, set]));
  return [...keys.values()].map(({ name, type }) => {
    const find = (sets: typeof before) => sets.find((set) => set.name === name && set.type === type) ?? null;
    const [was, is] = [find(before), find(after)];
    const added = is?.values.filter((value) => !was?.values.includes(value)) ?? [];
    const removed = was?.values.filter((value) => !is?.values.includes(value)) ?? [];
    return { name, type, before: was, after: is, added, removed };
  });
}

/** null: it is no list of records. */
function setsIn(value: unknown): RecordSet[] | null {
  if (!Array.isArray(value)) return null;
  const sets = value
    .map(looseFields)
    .flatMap(({ name, type, ttl, values }) =>
      typeof name === "string" && typeof type === "string" && typeof ttl === "number" && Array.isArray(values)
        ? [{ name, type, ttl, values: looseTexts(values) }]
        : [],
    );
  return sets.length === value.length ? sets : null;
}

export function WrittenChange({
  connectionId,
  eventId,
  changes,
}: {
  connectionId: string;
  eventId: string;
  changes: readonly PlannedChange[];
}) {
  const { scopes } = useShellSession();
  return (
    <div className="mt-2 grid min-w-0 gap-3">
      <PlanDiff changes={changes} />
      {scopes.includes("connections:write") && (
        <ConfirmPlan
          connectionId={connectionId}
          label="Undo this change"
          icon={<Undo2 aria-hidden className="size-4" />}
          makePlan={() => request(undoRecordsCall, { id: connectionId, eventId })}
        />
      )}
    </div>
  );
}
