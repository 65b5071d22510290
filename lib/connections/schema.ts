import { z } from "zod";
import { connectionStates } from "@/lib/connections/machine";
import { pageInput } from "@/lib/db/pagination";

/** Shapes of connections on the wire and in forms: no server imports, so that a browser can use them too. */

export const factSchema = z.enum(["unknown", "pending", "ok", "broken"]);

export const recordTypeSchema = z.enum(["A", "AAAA", "CNAME", "TXT"]);

/** A record with placeholders: `{{hostname}}`, `{{edge_hostname}}`. */
export const recordTemplateSchema = z.strictObject({
  host: z.string().min(1).max(253).default("{{hostname}}"),
  type: recordTypeSchema,
  value: z.string().min(1).max(2_048),
  ttl: z.number().int().min(30).max(86_400).default(300),
});

export type RecordTemplate = z.infer<typeof recordTemplateSchema>;

export const recordTemplatesSchema = z.array(recordTemplateSchema).min(1).max(20);

export const createConnectionSchema = z.strictObject({
  applicationId: z.uuid(),
  hostname: z.string().min(1).max(1_000),
  setupType: z.enum(["manual"]).default("manual"),
  dnsRecords: recordTemplatesSchema.optional(),
  batchId: z.string().min(1).max(64).optional(),
});

export type CreateConnectionInput = z.infer<typeof createConnectionSchema>;

/** A hostname of any length: one that is too long refuses its item, and not the whole batch. */
const createConnectionsItemSchema = z.strictObject({
  hostname: z.string(),
  dnsRecords: recordTemplatesSchema.optional(),
});

export type CreateConnectionsItem = z.infer<typeof createConnectionsItemSchema>;

export const createConnectionsSchema = z.strictObject({
  applicationId: z.uuid(),
  setupType: z.enum(["manual"]).default("manual"),
  batchId: z.string().min(1).max(64).optional(),
  items: z.array(createConnectionsItemSchema).min(1).max(500),
});

export type CreateConnectionsInput = z.infer<typeof createConnectionsSchema>;

const stateSchema = z.enum(connectionStates);

export const listConnectionsSchema = z.strictObject({
  ...pageInput,
  state: z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(stateSchema).max(connectionStates.length).optional(),
  ),
  hostname: z.string().min(1).max(253).optional(),
  applicationId: z.uuid().optional(),
  batchId: z.string().min(1).max(64).optional(),
  q: z.string().min(1).max(253).optional(),
});

export type ListConnectionsInput = z.infer<typeof listConnectionsSchema>;

export const connectionIdSchema = z.strictObject({ id: z.uuid() });

export type ConnectionIdInput = z.infer<typeof connectionIdSchema>;

export const listEventsSchema = z.strictObject({ id: z.uuid(), ...pageInput });

export type ListEventsInput = z.infer<typeof listEventsSchema>;

export const connectionSummarySchema = z.object({
  id: z.uuid(),
  applicationId: z.uuid(),
  hostname: z.string(),
  hostnameUnicode: z.string(),
  kind: z.enum(["apex", "subdomain"]),
  setupType: z.enum(["manual"]),
  state: stateSchema,
  stateChangedAt: z.date(),
  /** Key of the DNS provider in GET /v1/providers, as the zone's nameservers tell; null while unknown. */
  provider: z.string().nullable(),
  batchId: z.string().nullable(),
  errorCode: z.string().nullable(),
  createdAt: z.date(),
});

export type ConnectionSummary = z.infer<typeof connectionSummarySchema>;

/** Why an item of a batch was refused: as in the error envelope. The last three stand there with `QuotaExceeded`. */
const itemErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  param: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  limit: z.number().int().optional(),
  plan: z.string().optional(),
  upgradeUrl: z.string().optional(),
});

export const batchResultSchema = z.object({
  /** Position in `items`. */
  index: z.number().int(),
  /** As it was given. */
  hostname: z.string(),
  status: z.enum(["created", "refused"]),
  connection: connectionSummarySchema.nullable(),
  error: itemErrorSchema.nullable(),
});

export type BatchResult = z.infer<typeof batchResultSchema>;

export const batchSchema = z.object({
  batchId: z.string(),
  results: z.array(batchResultSchema),
  created: z.number().int(),
  refused: z.number().int(),
});

export type BatchResource = z.infer<typeof batchSchema>;

export const desiredRecordSchema = z.object({
  host: z.string(),
  type: recordTypeSchema,
  value: z.string(),
  ttl: z.number().int(),
  priority: z.number().int().nullable(),
});

export const observedRecordSchema = desiredRecordSchema.extend({
  /** null: not looked at yet, or no authoritative server answered. */
  propagated: z.boolean().nullable(),
  observedValue: z.string().nullable(),
  observedAt: z.date().nullable(),
});

export const certificateSchema = z.object({
  status: factSchema,
  issuer: z.string().nullable(),
  serial: z.string().nullable(),
  notBefore: z.date().nullable(),
  notAfter: z.date().nullable(),
  checkedAt: z.date().nullable(),
  /** Why the last handshake gave no valid certificate. */
  error: z.string().nullable(),
});

export const connectionSchema = connectionSummarySchema.extend({
  ownershipChallenge: z.object({ name: z.string(), type: z.literal("TXT"), value: z.string() }),
  desiredRecords: z.array(desiredRecordSchema),
  observedRecords: z.array(observedRecordSchema),
  certificate: certificateSchema,
  ownership: factSchema,
  pointing: factSchema,
});

export type ConnectionResource = z.infer<typeof connectionSchema>;

export const recordsCheckSchema = z.object({
  records: z.array(
    observedRecordSchema.pick({ host: true, type: true, value: true, propagated: true, observedValue: true }),
  ),
  state: stateSchema,
});

export type RecordsCheckResource = z.infer<typeof recordsCheckSchema>;

export const eventSchema = z.object({
  id: z.uuid(),
  sequence: z.number().int(),
  type: z.string(),
  actor: z.string(),
  data: z.record(z.string(), z.unknown()),
  createdAt: z.date(),
});

export type EventResource = z.infer<typeof eventSchema>;
