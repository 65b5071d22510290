import { z } from "zod";
import { urgencies } from "@/lib/connections/policy";
import { connectionSchema, urgencyText } from "@/lib/connections/schema";
import { pageInput } from "@/lib/db/pagination";
import { evidenceParts, findingCodes, responsibleParties, severities } from "@/lib/diagnosis/evidence/catalog";
import { isoDate } from "@/lib/kernel/iso-date";

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

export const createShareLinkSchema = z.strictObject({
  id: z.uuid(),
  /** How many days the link works. */
  expiresInDays: z.number().int().min(1).max(30).default(7),
});

export type CreateShareLinkInput = z.infer<typeof createShareLinkSchema>;

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
});

export type ShareLinkResource = z.infer<typeof shareLinkSchema>;

/** Only this response contains the token. */
export const createdShareLinkSchema = shareLinkSchema.extend({ token: z.string(), url: z.string() });

export type CreatedShareLinkResource = z.infer<typeof createdShareLinkSchema>;

/** For the person who owns the DNS, without an account: nothing of the tenant's own. */
export const sharedDiagnosisSchema = connectionSchema
  .pick({
    hostname: true,
    hostnameUnicode: true,
    kind: true,
    state: true,
    ownershipChallenge: true,
    observedRecords: true,
    ownership: true,
    pointing: true,
  })
  .extend({
    certificate: connectionSchema.shape.certificate.shape.status,
    provider: z.object({ key: z.string(), name: z.string(), dnsPageUrl: z.string() }).nullable(),
    findings: z.array(findingSchema),
    answers: evidenceSummarySchema.shape.answers,
    checkedAt: isoDate,
    expiresAt: isoDate,
  });

export type SharedDiagnosis = z.infer<typeof sharedDiagnosisSchema>;
