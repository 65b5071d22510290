import { z } from "zod";
import { environmentInput, pageInput } from "@/lib/db/pagination";
import { isoDate } from "@/lib/kernel/iso-date";
import { roles } from "@/lib/kernel/roles";
import { environments } from "@/lib/kernel/scopes";
import { actorKinds, auditActions } from "@/lib/platform/audit/catalog";

const instantSchema = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const listAuditLogSchema = z.strictObject({
  ...pageInput,
  environment: environmentInput.environment.describe(
    "Only what was done in one environment, and what concerns the whole account.",
  ),
  action: z.enum(auditActions).optional(),
  /** As in the entries, e.g. `key:019aa6c4-…`. */
  actor: z.string().min(1).max(80).optional(),
  actorKind: z.enum(actorKinds).optional().describe("Of all actors of one kind: the part of `actor` before its colon."),
  targetId: z.string().min(1).max(64).optional(),
  q: z
    .string()
    .min(1)
    .max(2_048)
    .optional()
    .describe("An id, also as part of a URL: of an entry, a request or an object. A text without one finds nothing."),
  visits: z
    .enum(["grouped"])
    .optional()
    .describe(
      "`grouped`: a visit of support staff to the dashboard is one entry, its beginning. Otherwise each page is an entry.",
    ),
  visit: z.uuid().optional().describe("The entries of one visit, by the id of the entry that began it."),
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
  actorName: z
    .string()
    .nullable()
    .describe(
      "The present name of the key, application or person, else the address of a person who is not support staff; null: none.",
    ),
  actorRole: z.enum(roles).nullable().describe("The person's present role in your company; null: not a member."),
  /** The caller's address; null where there was no caller, or no proxy reports it. */
  ip: z.string().nullable(),
  /** As in the response's `X-Request-Id`. */
  requestId: z.string().nullable(),
  action: z.string(),
  targetType: z.string(),
  targetId: z.string(),
  environment: z.enum(environments).nullable().describe("Of what was acted on; null: it concerns the whole account."),
  visit: z
    .object({ endedAt: isoDate.nullable(), pages: z.number().int() })
    .nullable()
    .describe(
      "Of the entry that began a visit of support staff: when the visit ended (null: it has not) and how many pages were opened. Otherwise null.",
    ),
  data: z.record(z.string(), z.unknown()),
  createdAt: isoDate,
});

export type AuditEntryResource = z.infer<typeof auditEntrySchema>;
