import { z } from "zod";
import { environmentInput, pageInput } from "@/lib/db/pagination";
import { isoDate } from "@/lib/kernel/iso-date";
import { environments } from "@/lib/kernel/scopes";
import { auditActions } from "@/lib/platform/audit/catalog";

const instantSchema = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const listAuditLogSchema = z.strictObject({
  ...pageInput,
  environment: environmentInput.environment.describe(
    "Only what was done in one environment, and what concerns the whole account.",
  ),
  action: z.enum(auditActions).optional(),
  /** As in the entries, e.g. `key:019aa6c4-…`. */
  actor: z.string().min(1).max(80).optional(),
  targetId: z.string().min(1).max(64).optional(),
  /** Entries from this time on. */
  since: instantSchema.optional(),
  /** Entries before this time. */
  until: instantSchema.optional(),
});

export type ListAuditLogInput = z.infer<typeof listAuditLogSchema>;

export const auditEntrySchema = z.object({
  id: z.uuid(),
  /** Who did it: `key:<id>`, `widget:<application id>`, `user:<id>`, `staff:<id>`, `admin`, `sandbox` or `worker`. */
  actor: z.string(),
  /** The present name of the key, application or person, else the person's address; null: none. */
  actorName: z.string().nullable(),
  /** The caller's address; null where there was no caller, or no proxy reports it. */
  ip: z.string().nullable(),
  /** As in the response's `X-Request-Id`. */
  requestId: z.string().nullable(),
  action: z.string(),
  targetType: z.string(),
  targetId: z.string(),
  environment: z.enum(environments).nullable().describe("Of what was acted on; null: it concerns the whole account."),
  data: z.record(z.string(), z.unknown()),
  createdAt: isoDate,
});

export type AuditEntryResource = z.infer<typeof auditEntrySchema>;
