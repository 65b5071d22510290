"use client";

import { Undo2 } from "lucide-react";
import { z } from "zod";
import { ConfirmPlan } from "@/components/connections/writing/confirm-plan";
import { PlanDiff } from "@/components/connections/writing/plan-diff";
import { useShellSession } from "@/components/session/shell-session";
import { request } from "@/lib/api/client";
import { undoRecordsEndpoint } from "@/lib/api/endpoints/records";
import type { EventResource } from "@/lib/connections/schema";
import type { PlannedChange } from "@/lib/connections/writing/schema";

const setSchema = z.object({ name: z.string(), type: z.string(), ttl: z.number(), values: z.array(z.string()) });
const dataSchema = z.object({
  before: z.array(setSchema),
  after: z.array(setSchema),
  credential: z.string().nullable().catch(null),
});

/** What an event wrote, with the way back; null: it is about something else. */
export function writtenChange(event: Pick<EventResource, "type" | "data">): PlannedChange[] | null {
  if (event.type !== "connection.records_written") return null;
  const parsed = dataSchema.safeParse(event.data);
  if (!parsed.success) return null;
  const { before, after } = parsed.data;
  const keys = new Map([...before, ...after].map((set) => [`${set.type} ${set.name}`, set]));
  return [...keys.values()].map(({ name, type }) => {
    const find = (sets: typeof before) => sets.find((set) => set.name === name && set.type === type) ?? null;
    const [was, is] = [find(before), find(after)];
    const added = is?.values.filter((value) => !was?.values.includes(value)) ?? [];
    const removed = was?.values.filter((value) => !is?.values.includes(value)) ?? [];
    return { name, type, before: was, after: is, added, removed };
  });
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
          makePlan={() => request(undoRecordsEndpoint, { id: connectionId, eventId })}
        />
      )}
    </div>
  );
}
