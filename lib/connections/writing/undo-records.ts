import { z } from "zod";
import { checkNow } from "@/lib/connections/check-now";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { maskedChallenge } from "@/lib/connections/writing/event-data";
import { planChanges } from "@/lib/connections/writing/plan-changes";
import type { ChangePlanResource, UndoRecordsInput } from "@/lib/connections/writing/schema";
import type { UnwantedRecord, WantedRecord } from "@/lib/dns/zones/plan-changes";
import { type WritableType, writableTypes } from "@/lib/dns/zones/record-set";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

const setSchema = z.object({ name: z.string(), type: z.string(), ttl: z.number(), values: z.array(z.string()) });
const writtenSchema = z.object({ before: z.array(setSchema), after: z.array(setSchema) });

/**
 * A plan that takes back one write: what it added goes, what it removed is back. Whatever else has changed since stays.
 * @throws Refusal not_found; invalid_state, provider_error, rate_limited
 */
export async function undoRecords(ctx: Context, { id, eventId }: UndoRecordsInput): Promise<ChangePlanResource> {
  const row = await getConnectionRow(ctx, id);
  const event = await ctx.database.prisma.event.findFirst({
    where: { id: eventId, connectionId: id, tenantId: ctx.tenantId, type: "connection.records_written" },
    select: { data: true },
  });
  if (event === null) {
    throw new Refusal("not_found", `There is no write ${eventId} of this connection.`, { param: "event_id" });
  }
  const { before, after } = writtenSchema.parse(event.data);
  const unmask = (record: WantedRecord) => ({
    ...record,
    value: record.value === maskedChallenge ? row.challengeValue : record.value,
  });
  const was = before.flatMap(toRecords).map(unmask);
  const became = after.flatMap(toRecords).map(unmask);
  const wanted = was.filter((one) => !became.some((other) => isSame(one, other)));
  const unwanted = became.filter((one) => !was.some((other) => isSame(one, other)));
  return checkNow(ctx, { kind: "connection", run: `undo-records ${eventId}`, of: id }, () =>
    planChanges(ctx, row, { wanted, unwanted: unwanted.map(({ ttl: _, ...record }) => record), purpose: "undo" }),
  );
}

function toRecords({ name, type, ttl, values }: z.infer<typeof setSchema>): WantedRecord[] {
  return isWritable(type) ? values.map((value) => ({ name, type, ttl, value })) : [];
}

function isWritable(type: string): type is WritableType {
  return writableTypes.some((one) => one === type);
}

function isSame(one: UnwantedRecord, other: UnwantedRecord): boolean {
  return one.name === other.name && one.type === other.type && one.value === other.value;
}
