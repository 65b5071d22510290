import { z } from "zod";
import { maxEndUserRef } from "@/lib/accounts/tokens/schema";
import { connectionStates } from "@/lib/connections/machine";
import {
  connectionSorts,
  maxMetadataKey,
  maxMetadataKeys,
  maxMetadataValue,
  urgencies,
} from "@/lib/connections/policy";
import { environmentInput, pageInput } from "@/lib/db/pagination";
import { recordTemplatesSchema, recordTypeSchema, terraformProviders } from "@/lib/dns/records/schema";
import { isoDate } from "@/lib/kernel/iso-date";
import { oneLine, oneLineOrEmpty } from "@/lib/kernel/one-line";

/** Connections on the wire and in forms. No server imports: a browser uses them too. */

/** How the records come into the zone: a person types them, a stored credential writes them, or the provider after a click. */
export const setupTypes = ["manual", "automatic", "domain_connect"] as const;

/** `domain_connect` is no choice at creation: the person who owns the DNS starts it. */
const setupTypeInput = z
  .enum(["manual", "automatic"])
  .optional()
  .describe(
    "`manual`: records are published by hand, also where a stored DNS credential covers the hostname. `automatic`: refused where none does. Without it: `automatic` where one does.",
  );

/** Why a credential did not write what it was asked to: a fault of the provider, or nothing was seen afterwards. */
export const writingFaultCodes = [
  "credential_invalid",
  "credential_retired",
  "permission_missing",
  "gate_account_tier",
  "gate_ip_allowlist",
  "gate_domain_switch",
  "zone_not_here",
  "zone_read_only",
  "conflict_existing",
  "record_refused",
  "delegated_elsewhere",
  "read_incomplete",
  "rate_limited",
  "provider_unavailable",
  "write_not_visible",
] as const;

export const factSchema = z.enum(["unknown", "pending", "ok", "broken"]);

const metadataKey = z
  .string()
  .max(maxMetadataKey)
  .regex(/^[A-Za-z][\w.-]*$/);

/** zod says no more than that a key is not valid. */
const metadataKeyText = {
  error: ({ code }: { code?: string }) =>
    code === "invalid_key"
      ? `a name has a letter, then letters, digits, “_”, “-” and “.”: at most ${maxMetadataKey} characters`
      : undefined,
};

const metadataText = `Your own data, as Stripe has it: up to ${maxMetadataKeys} keys of ${maxMetadataKey} characters (a letter, then letters, digits, \`_\`, \`-\`, \`.\`), values of up to ${maxMetadataValue}.`;
const referenceText =
  "Your origin receives `reference` with each request, in `X-Latchkey-Assertion`. Widget tokens can neither read nor set metadata.";

const metadataInput = z
  .record(metadataKey, oneLine(maxMetadataValue), metadataKeyText)
  .refine((metadata) => Object.keys(metadata).length <= maxMetadataKeys, `at most ${maxMetadataKeys} keys`)
  .optional()
  .describe(`${metadataText} ${referenceText}`);

/** As it is stored. */
export const metadataValuesSchema = z.record(z.string(), z.string());

const endUserRefText =
  "Who of your own users connects it: your id of them, of up to 200 characters. You see it here, in the dashboard and in exports; the owner of the DNS does not, and your origin does not.";

const endUserRefInput = oneLine(maxEndUserRef)
  .optional()
  .describe(`${endUserRefText} A widget token that was created with one sets it without being asked.`);

const contestInput = z
  .boolean()
  .optional()
  .describe(
    "true: connect it although another account holds it. The hostname moves here once your TXT record stands on all nameservers and the other account's on none.",
  );

export const createConnectionSchema = z.strictObject({
  applicationId: z.uuid(),
  hostname: z
    .string()
    .min(1)
    .max(2_048)
    .describe(
      "As people paste it: upper case, Unicode, a URL or an email address are read too. See docs/hostnames.md.",
    ),
  setupType: setupTypeInput,
  dnsRecords: recordTemplatesSchema.optional().describe("In place of the application's `record_template`."),
  batchId: oneLine(64).optional().describe("A word of yours, to list these connections by."),
  endUserRef: endUserRefInput,
  metadata: metadataInput,
  contest: contestInput,
});

export type CreateConnectionInput = z.infer<typeof createConnectionSchema>;

/** A hostname of any length: one that is too long refuses its item, not the whole batch. */
const createConnectionsItemSchema = z.strictObject({
  hostname: z.string(),
  dnsRecords: recordTemplatesSchema.optional(),
  endUserRef: endUserRefInput,
  metadata: metadataInput,
  contest: contestInput,
});

export type CreateConnectionsItem = z.infer<typeof createConnectionsItemSchema>;

export const createConnectionsSchema = z.strictObject({
  applicationId: z.uuid(),
  setupType: setupTypeInput,
  batchId: oneLine(64).optional(),
  items: z.array(createConnectionsItemSchema).min(1).max(500),
});

export type CreateConnectionsInput = z.infer<typeof createConnectionsSchema>;

const stateSchema = z.enum(connectionStates);

const connectionFilter = {
  ...environmentInput,
  state: z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(stateSchema).max(connectionStates.length).optional(),
  ),
  hostname: z.string().min(1).max(2_048).optional(),
  applicationId: z.uuid().optional(),
  batchId: z.string().min(1).max(64).optional(),
  endUserRef: z.string().min(1).max(maxEndUserRef).optional(),
  q: z.string().min(1).max(2_048).optional(),
  attention: z
    .preprocess((value) => (value === "true" ? true : value === "false" ? false : value), z.boolean().optional())
    .describe(
      "true: only what needs a person: drifted, stalled and failed connections, and those that are blocked by a mistake or by what has been missing for an hour.",
    ),
  finding: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional()
    .describe("Code of a finding: connections whose newest diagnosis has it first."),
};

export const listConnectionsSchema = z.strictObject({
  ...pageInput,
  ...connectionFilter,
  /** Contains a hostname when sorted by it. */
  cursor: z.string().max(800).optional(),
  sort: z.enum(connectionSorts).optional(),
  /** Default: hostnames from a to z, times from the newest. */
  order: z.enum(["asc", "desc"]).optional(),
});

export type ListConnectionsInput = z.infer<typeof listConnectionsSchema>;

export const countConnectionsSchema = z.strictObject(connectionFilter);

export type CountConnectionsInput = z.infer<typeof countConnectionsSchema>;

export const listCausesSchema = countConnectionsSchema.omit({ finding: true });

export type ListCausesInput = z.infer<typeof listCausesSchema>;

export const exportConnectionsSchema = z.strictObject({
  ...connectionFilter,
  cursor: pageInput.cursor,
  limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
});

export type ExportConnectionsInput = z.infer<typeof exportConnectionsSchema>;

export const connectionsExportSchema = z.object({
  /** A good name for the file. */
  filename: z.string(),
  content: z.string().describe("Lines of CSV. The first page begins with the names of the columns."),
  nextCursor: z.string().nullable(),
});

export type ConnectionsExport = z.infer<typeof connectionsExportSchema>;

const cappedCount = {
  count: z.number().int(),
  /** There are more than `count`: counting stopped there. */
  capped: z.boolean(),
};

export const connectionCountsSchema = z.object({
  /** With every filter. */
  total: z.object(cappedCount),
  attention: z
    .object(cappedCount)
    .describe("Those of them that need a person, in whatever state, as `attention=true` lists them."),
  /** Each state, with every filter but `state`. */
  states: z.array(z.object({ state: stateSchema, ...cappedCount })),
});

export type ConnectionCounts = z.infer<typeof connectionCountsSchema>;

export const causesSchema = z.object({
  data: z.array(z.object({ code: z.string(), title: z.string(), count: z.number().int() })),
  capped: z.boolean().describe("There are more connections with a finding than were counted."),
});

export type Causes = z.infer<typeof causesSchema>;

/** An id that is given twice is processed once, and has two results. */
export const connectionIdsSchema = z.strictObject({ ids: z.array(z.uuid()).min(1).max(500) });

export type ConnectionIdsInput = z.infer<typeof connectionIdsSchema>;

export const connectionIdSchema = z.strictObject({ id: z.uuid() });

export type ConnectionIdInput = z.infer<typeof connectionIdSchema>;

const removeRecordsInput = z
  .preprocess((value) => (value === "true" ? true : value === "false" ? false : value), z.boolean().default(false))
  .describe(
    "true: also remove the DNS records that a stored credential wrote for it, and nothing else. Default: the DNS stays as it is.",
  );

export const archiveConnectionSchema = connectionIdSchema.extend({ removeRecords: removeRecordsInput });

export type ArchiveConnectionInput = z.input<typeof archiveConnectionSchema> & { removeRecords?: boolean };

export const archiveConnectionsSchema = connectionIdsSchema.extend({ removeRecords: removeRecordsInput });

export type ArchiveConnectionsInput = z.input<typeof archiveConnectionsSchema> & { removeRecords?: boolean };

export const updateConnectionSchema = z.strictObject({
  id: z.uuid(),
  metadata: z
    .record(metadataKey, oneLineOrEmpty(maxMetadataValue).nullable(), metadataKeyText)
    .optional()
    .describe(
      `Merged into what is stored: null or an empty text removes a key, keys that you leave out stay. ${metadataText}`,
    ),
});

export type UpdateConnectionInput = z.infer<typeof updateConnectionSchema>;

export const listEventsSchema = z.strictObject({ id: z.uuid(), ...pageInput });

export type ListEventsInput = z.infer<typeof listEventsSchema>;

export const urgencyText =
  "`mistake`: something wrong was seen. `overdue`: what is missing has been missing for an hour. `waiting`: it is missing, or under way, for less than an hour. `note`: it blocks nothing.";

export const summaryFindingSchema = z.object({
  code: z.string().describe("As in a diagnosis: each code has a section in the troubleshooting guide."),
  title: z.string(),
  urgency: z.enum(urgencies).describe(urgencyText),
});

export type SummaryFinding = z.infer<typeof summaryFindingSchema>;

export const connectionSummarySchema = z.object({
  id: z.uuid(),
  applicationId: z.uuid(),
  hostname: z.string().describe("In ASCII, lower case, without a trailing dot."),
  hostnameUnicode: z.string().describe("As people read it."),
  kind: z.enum(["apex", "subdomain"]).describe("`apex`: the registrable domain itself, which cannot have a CNAME."),
  setupType: z
    .enum(setupTypes)
    .describe(
      "`automatic`: a stored DNS credential writes the records. `domain_connect`: the DNS provider was asked to.",
    ),
  state: stateSchema,
  stateChangedAt: isoDate.describe("When `state` became what it is."),
  provider: z
    .string()
    .nullable()
    .describe("Key of the DNS provider in `GET /v1/providers`, as the zone's nameservers tell; null while unknown."),
  batchId: z.string().nullable().describe("What you gave as `batch_id`."),
  endUserRef: z
    .string()
    .nullable()
    .describe(`${endUserRefText} A widget token sees its own alone. Null: none was given.`),
  errorCode: z.string().nullable().describe("Why it is stalled or failed."),
  unreachableSince: isoDate
    .nullable()
    .describe("Since when no nameserver of a live domain has given a usable answer; null: at least one does."),
  createdAt: isoDate,
  finding: summaryFindingSchema
    .nullable()
    .describe("The first finding of the newest diagnosis; null: nothing was found, none was made yet, or it is over."),
});

export type ConnectionSummary = z.infer<typeof connectionSummarySchema>;

/** Why an item of a batch was refused, as in the error envelope. The last three come with `QuotaExceeded`. */
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
  hostname: z.string().describe("As it was given, without credentials. What was read is `connection.hostname`."),
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

/** `connection` is null where `error` says why; both are null for what is queued. */
const bulkResult = {
  id: z.uuid(),
  connection: connectionSummarySchema.nullable(),
  /** The error of a request for this one alone. */
  error: itemErrorSchema.nullable(),
};

export const bulkVerificationSchema = z.object({
  results: z.array(z.object({ ...bulkResult, status: z.enum(["verified", "refused", "queued"]) })),
  verified: z.number().int(),
  refused: z.number().int(),
  queued: z.number().int(),
});

export type BulkVerification = z.infer<typeof bulkVerificationSchema>;

export const bulkArchiveSchema = z.object({
  results: z.array(z.object({ ...bulkResult, status: z.enum(["archived", "refused"]) })),
  archived: z.number().int(),
  refused: z.number().int(),
});

export type BulkArchive = z.infer<typeof bulkArchiveSchema>;

export const exportFormats = ["zone", "terraform", "json"] as const;
export const exportRecordsSchema = z.strictObject({
  id: z.uuid(),
  format: z.enum(exportFormats),
  /** Required with `terraform`: whose resources. */
  provider: z.enum(terraformProviders).optional(),
});

export type ExportRecordsInput = z.infer<typeof exportRecordsSchema>;

export const recordsExportSchema = z.object({
  format: z.enum(exportFormats),
  /** A good name for a file. */
  filename: z.string(),
  content: z.string(),
});

export type RecordsExport = z.infer<typeof recordsExportSchema>;

export const desiredRecordSchema = z.object({
  host: z.string(),
  type: recordTypeSchema,
  value: z.string(),
  ttl: z.number().int(),
  priority: z.number().int().nullable(),
});

export const observedRecordSchema = desiredRecordSchema.extend({
  propagated: z
    .boolean()
    .nullable()
    .describe(
      "Whether it is published as desired; null: not looked at yet, or no authoritative server answered. false, with `pointing` ok, where visitors reach our edge in another way, such as a proxy.",
    ),
  observedValue: z.string().nullable().describe("What is published in its place, if anything."),
  observedAt: isoDate.nullable(),
});

export const certificateSchema = z.object({
  status: factSchema,
  issuer: z.string().nullable(),
  serial: z.string().nullable(),
  notBefore: isoDate.nullable(),
  notAfter: isoDate.nullable(),
  renewsFrom: isoDate.nullable().describe("When its automatic renewal is due."),
  checkedAt: isoDate.nullable(),
  error: z.string().nullable().describe("Why the last handshake gave no valid certificate."),
  queuedUntil: isoDate
    .nullable()
    .describe("When the first certificate is expected to be ordered, while it waits for a limit of the authority."),
});

export const stopSchema = z.object({
  releasedAt: isoDate.describe("When it was archived or failed."),
  settledAt: isoDate.nullable().describe("When every edge had confirmed, or was given up; null: some are waited for."),
  seconds: z.number().nullable().describe("From `released_at` to the confirmation of the last edge."),
  edges: z
    .array(z.object({ name: z.string(), seconds: z.number() }))
    .describe("Those that confirmed that they no longer serve it, and after how long."),
  unconfirmed: z
    .array(z.string())
    .describe("Edges that have not confirmed after 10 seconds; with `settled_at`: those that never did."),
});

export const contestSchema = z.object({
  role: z.enum(["challenger", "holder"]).describe("`challenger`: this connection has the fresh proof."),
  startedAt: isoDate.describe("When the fresh proof was first seen on all nameservers, and the holder's on none."),
  until: isoDate.describe("When the hostname moves to the challenger, unless the records change before."),
});

export const writingSchema = z.object({
  purpose: z
    .enum(["setup", "repair", "removal"])
    .describe("`repair`: what had drifted is written again. `removal`: what was written goes again, after archiving."),
  status: z
    .enum(["pending", "written", "refused"])
    .describe("`written`: the provider has taken all of it. `refused`: `fault` says why, and a person has to act."),
  credentialId: z.uuid(),
  provider: z.string().nullable().describe("Null, as `label`, once the credential was deleted."),
  label: z.string().nullable(),
  zone: z.string().describe("The zone in which it writes."),
  requestedAt: isoDate,
  writtenAt: isoDate.nullable(),
  retryAt: isoDate.nullable().describe("When it is tried again, where the last try failed and may succeed later."),
  fault: z
    .object({
      code: z.enum(writingFaultCodes),
      said: z.string().nullable().describe("The provider's own words."),
      status: z.number().nullable(),
      address: z.string().nullable().describe("Our address, where the provider does not accept it."),
      at: isoDate,
      nameservers: z
        .array(z.string())
        .optional()
        .describe("With `delegated_elsewhere`: the nameservers that the registry names."),
      servedBy: z.string().nullable().optional().describe("Key of the provider that runs them; null: unknown."),
    })
    .nullable()
    .describe("Why the last try failed."),
});

export type WritingResource = z.infer<typeof writingSchema>;

export const connectionSchema = connectionSummarySchema.extend({
  registrableDomain: z
    .string()
    .describe("In whose DNS the records are edited, by the Public Suffix List: forms want hosts relative to it."),
  ownershipChallenge: z
    .object({ name: z.string(), type: z.literal("TXT"), value: z.string() })
    .describe("The record that proves ownership: publish it exactly as it is."),
  desiredRecords: z.array(desiredRecordSchema).describe("What to publish so that the hostname leads to the edge."),
  observedRecords: z.array(observedRecordSchema).describe("The same records, and what the authoritative servers say."),
  certificate: certificateSchema,
  ownership: factSchema,
  pointing: factSchema,
  stop: stopSchema
    .nullable()
    .describe("How the edges stopped serving it; null: it was not archived, did not fail, or was never served."),
  contest: contestSchema
    .nullable()
    .describe("The contest for the hostname with another account that runs; null: there is none."),
  writing: writingSchema
    .nullable()
    .describe("What a stored DNS credential writes for it; null: nothing, or you may not see credentials."),
  metadata: metadataValuesSchema.describe(referenceText),
});

export type ConnectionResource = z.infer<typeof connectionSchema>;

export const recordsCheckSchema = z.object({
  records: z.array(
    observedRecordSchema.pick({ host: true, type: true, value: true, propagated: true, observedValue: true }),
  ),
  state: stateSchema,
});

export type RecordsCheckResource = z.infer<typeof recordsCheckSchema>;

const serverAnswerSchema = z.object({
  server: z.string().describe("Name of the nameserver."),
  address: z.string(),
  name: z.string().describe("What it was asked for, with `type`."),
  type: z.string(),
  kind: z.string().describe("`answer`, `nodata` (the name has no such record), `nxdomain` or `unreachable`."),
  reason: z.string().nullable().describe("Why it counts as unreachable."),
  values: z.array(z.string()).describe("What it answered, each as `<type> <value>`."),
});

export const observationsSchema = z.object({
  ownership: z
    .object({
      kind: z.enum(["match", "missing", "seen", "unreachable"]),
      values: z.array(z.string()).describe("With `seen`: what stands at the challenge name."),
      agreeing: z.array(z.string()).describe("Nameservers that hold the expected value, as `name (address)`."),
      disagreeing: z.array(z.string()),
      checkedAt: isoDate.nullable(),
      servers: z.array(serverAnswerSchema),
    })
    .nullable()
    .describe("Of the TXT record that proves ownership; null: not looked for yet."),
  records: z.array(
    z.object({
      host: z.string(),
      type: z.string(),
      value: z.string().describe("As it was wanted."),
      kind: z.enum(["match", "missing", "conflict", "unreachable"]),
      observedValue: z.string().nullable(),
      servers: z.array(serverAnswerSchema),
    }),
  ),
  recordsCheckedAt: isoDate.nullable(),
});

export type ObservationsResource = z.infer<typeof observationsSchema>;

export const eventSchema = z.object({
  id: z.uuid(),
  sequence: z.number().int(),
  type: z.string(),
  actor: z.string(),
  data: z.record(z.string(), z.unknown()),
  createdAt: isoDate,
});

export type EventResource = z.infer<typeof eventSchema>;
