import { z } from "zod";
import { urgencies } from "@/lib/connections/policy";
import { urgencyText } from "@/lib/connections/schema";
import { pageInput } from "@/lib/db/pagination";
import {
  evidenceParts,
  findingCodes,
  holdCauses,
  responsibleParties,
  severities,
} from "@/lib/diagnosis/evidence/catalog";
import { isoDate } from "@/lib/kernel/iso-date";
import { languages } from "@/lib/kernel/languages";
import { multiLine } from "@/lib/kernel/one-line";

/** Shapes of a diagnosis on the wire: no server imports, so that a browser can use them too. */

export const recordActionSchema = z.object({
  action: z.enum(["add", "change", "delete"]),
  /** As the DNS provider's form takes it: relative to the zone, `@` for its top. */
  host: z.string(),
  fqdn: z.string(),
  type: z.string(),
  value: z.string(),
});

export const findingSchema = z.object({
  /** Stable: each has a section in the troubleshooting guide. */
  code: z.enum(findingCodes),
  severity: z.enum(severities),
  urgency: z.enum(urgencies).describe(urgencyText),
  title: z.string(),
  explanation: z.string(),
  fix: z.string(),
  /** Who must act. */
  who: z.enum(responsibleParties),
  evidence: z.array(z.string()),
  /** When it resolves itself at the latest; null: not known, or it does not. */
  eta: z.iso.datetime().nullable(),
  record: recordActionSchema.nullable(),
  /** Every record to add, change or delete, deletions first. Absent from findings stored before there was such a list. */
  changes: z.array(recordActionSchema).optional(),
  /** Of `domain-on-hold`, where it is known. */
  cause: z.enum(holdCauses).optional(),
  docUrl: z.string(),
});

export type FindingResource = z.infer<typeof findingSchema>;

const serverSchema = z.object({
  server: z.string(),
  address: z.string(),
  kind: z.enum(["answer", "nodata", "nxdomain", "unreachable"]),
  reason: z.string().nullable(),
  values: z.array(z.string()),
});

/** A summary of the evidence: the answers about the hostname and its challenge, server by server. */
export const evidenceSummarySchema = z.object({
  /** null where no zone was found. */
  zone: z.string().nullable(),
  provider: z.string().nullable(),
  /** `timeout`: cut off by the time limit of a diagnosis. */
  parts: z.record(z.enum(evidenceParts), z.enum(["ok", "timeout", "failed", "skipped"])),
  questions: z.object({ asked: z.number().int(), limit: z.number().int() }),
  answers: z.array(z.object({ name: z.string(), type: z.string(), servers: z.array(serverSchema) })),
  /** The aliases on the way from the hostname. */
  aliases: z.array(z.string()),
  /** Whether our own edge answered at each published address. */
  addresses: z.array(z.object({ address: z.string(), http: z.string(), https: z.string(), reachesEdge: z.boolean() })),
});

export type EvidenceSummary = z.infer<typeof evidenceSummarySchema>;

export const diagnosisSchema = z.object({
  connectionId: z.uuid(),
  hostname: z.string(),
  /** What blocks first comes first; empty: nothing is wrong. */
  findings: z.array(findingSchema),
  evidence: evidenceSummarySchema,
  checkedAt: isoDate,
  tookMs: z.number().int(),
});

export type DiagnosisResource = z.infer<typeof diagnosisSchema>;

export const listSnapshotsSchema = z.strictObject({ id: z.uuid(), ...pageInput });

export type ListSnapshotsInput = z.infer<typeof listSnapshotsSchema>;

export const diagnosisSnapshotSchema = z.object({
  id: z.uuid(),
  codes: z.array(z.string()),
  /** Codes that the previous snapshot did not have. */
  appeared: z.array(z.string()),
  /** Codes that it had and this one does not. */
  cleared: z.array(z.string()),
  findings: z.array(findingSchema),
  takenAt: isoDate,
});

export type DiagnosisSnapshotResource = z.infer<typeof diagnosisSnapshotSchema>;

const localeInput = z
  .enum(languages)
  .optional()
  .describe("The language of the page or mail. Default: `en` for a mail, and the browser's for a page.");

export const createShareLinkSchema = z.strictObject({
  id: z.uuid(),
  /** How many days the link works. */
  expiresInDays: z.number().int().min(1).max(30).default(7),
  locale: localeInput,
});

export type CreateShareLinkInput = z.infer<typeof createShareLinkSchema>;

/** Who gets the instructions. One recipient a call. */
export const sendInstructionsSchema = z.strictObject({
  id: z.uuid(),
  to: z.email("an email address, like name@example.com").max(254),
  /** A few words of your own, shown as plain text. */
  note: multiLine(500).optional().describe("With a widget token: without addresses of pages or of mailboxes."),
  locale: localeInput,
});

export type SendInstructionsInput = z.infer<typeof sendInstructionsSchema>;

export const listShareLinksSchema = z.strictObject({ id: z.uuid(), ...pageInput });

export type ListShareLinksInput = z.infer<typeof listShareLinksSchema>;

export const shareLinkIdSchema = z.strictObject({ id: z.uuid(), linkId: z.uuid() });

export type ShareLinkIdInput = z.infer<typeof shareLinkIdSchema>;

export const shareLinkSchema = z.object({
  id: z.uuid(),
  connectionId: z.uuid(),
  createdBy: z.string(),
  expiresAt: isoDate,
  revokedAt: isoDate.nullable(),
  createdAt: isoDate,
  /** The recipient of the mail that the link was sent in; null: it was copied. */
  mailedTo: z.string().nullable(),
  /** The page for the person who manages the DNS. Null: the link has ended. */
  url: z.string().nullable(),
  /** When somebody first opened the page, and last: null while nobody has. Previews in chats and mails do not count. */
  firstOpenedAt: isoDate.nullable(),
  lastOpenedAt: isoDate.nullable(),
});

export type ShareLinkResource = z.infer<typeof shareLinkSchema>;

export const createdShareLinkSchema = shareLinkSchema.extend({ token: z.string(), url: z.string() });

export type CreatedShareLinkResource = z.infer<typeof createdShareLinkSchema>;
