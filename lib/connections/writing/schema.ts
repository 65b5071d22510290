import { z } from "zod";
import { connectionSchema } from "@/lib/connections/schema";
import { isoDate } from "@/lib/kernel/iso-date";

/** Plans of changes to a zone on the wire: no server imports, so that a browser can use them too. */

export const planRecordsSchema = z.strictObject({
  id: z.uuid(),
  purpose: z
    .enum(["records", "archive"])
    .default("records")
    .describe("`records`: what the connection needs. `archive`: removes what we wrote for it, and nothing else."),
});

export type PlanRecordsInput = z.input<typeof planRecordsSchema>;

export const applyRecordsSchema = z.strictObject({
  id: z.uuid(),
  planId: z
    .uuid()
    .optional()
    .describe("The plan that was read and confirmed. Without it: what needs no confirmation is written."),
  removeConflicts: z
    .boolean()
    .default(false)
    .describe("Also remove the plan's `conflicts`, of those that are `removable`. Needs `plan_id`."),
});

export type ApplyRecordsInput = z.input<typeof applyRecordsSchema>;

export const undoRecordsSchema = z.strictObject({
  id: z.uuid(),
  eventId: z.uuid().describe("Of type `connection.records_written`."),
});

export type UndoRecordsInput = z.infer<typeof undoRecordsSchema>;

const setState = z.object({ ttl: z.number().int(), values: z.array(z.string()) });

const changeSchema = z.object({
  name: z.string(),
  type: z.string(),
  before: setState.nullable().describe("The record set as it is; null: there is none."),
  after: setState.nullable().describe("As it will be; null: it goes."),
  added: z.array(z.string()),
  removed: z.array(z.string()),
});

export type PlannedChange = z.infer<typeof changeSchema>;

export const conflictReasons = [
  "beside_cname",
  "cname_there",
  "other_target",
  "other_address",
  "delegated",
  "zone_apex",
] as const;

const conflictSchema = z.object({
  name: z.string(),
  type: z.string(),
  values: z.array(z.string()),
  because: z.enum(conflictReasons),
  removable: z.boolean().describe("False: never removed by us. Change it at the DNS provider."),
});

export type PlannedConflict = z.infer<typeof conflictSchema>;

export const changePlanSchema = z.object({
  id: z.uuid(),
  connectionId: z.uuid(),
  purpose: z.enum(["records", "archive", "undo", "email"]),
  provider: z.string(),
  credentialId: z.uuid(),
  label: z.string().describe("Of the credential."),
  zone: z.string(),
  changes: z.array(changeSchema).describe("Without removing a conflict. Empty: everything is as it should be."),
  conflicts: z
    .array(conflictSchema)
    .describe("Values of others that keep the records from working. Nothing is written while one is left."),
  createdAt: isoDate,
  expiresAt: isoDate,
});

export type ChangePlanResource = z.infer<typeof changePlanSchema>;

export const appliedPlanSchema = z.object({
  planId: z.uuid(),
  changes: z.array(changeSchema).describe("What was different at the provider afterwards. Empty: nothing had to be."),
  connection: connectionSchema,
});

export type AppliedPlanResource = z.infer<typeof appliedPlanSchema>;
