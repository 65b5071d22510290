import { z } from "zod";
import { desiredRecordSchema, setupTypes } from "@/lib/connections/schema";
import { hostLabelStyleSchema, providerCapabilitiesSchema } from "@/lib/dns/providers/schema";
import { isoDate } from "@/lib/kernel/iso-date";

/** Shapes of a domain's analysis on the wire: no server imports, so that a browser can use them too. */

export const checkDomainSchema = z.strictObject({
  hostname: z.string().min(1).max(2_048),
  /** Its record template applies; absent: the default records. */
  applicationId: z.uuid().optional(),
});

export type CheckDomainInput = z.infer<typeof checkDomainSchema>;

export const zoneStatuses = ["ok", "degraded", "lame", "unreachable", "no_nameservers", "nxdomain"] as const;

const zoneSchema = z.object({
  /** null where no zone was found. */
  name: z.string().nullable(),
  status: z.enum(zoneStatuses),
  explanation: z.string(),
  nameservers: z.array(z.string()),
});

export type ZoneReport = z.infer<typeof zoneSchema>;

export const setupCodes = ["cname", "apex_addresses", "apex_flattening", "template"] as const;

const recommendationSchema = z.object({ code: z.enum(setupCodes), text: z.string() });

export type SetupRecommendation = z.infer<typeof recommendationSchema>;

const presentRecordSchema = z.object({
  host: z.string(),
  type: z.string(),
  value: z.string(),
  ttl: z.number().int(),
  /** A wildcard of the zone answers; the host itself has no record. */
  wildcard: z.boolean(),
});

export type PresentRecord = z.infer<typeof presentRecordSchema>;

const recordConflictSchema = z.object({
  host: z.string(),
  type: z.string(),
  value: z.string(),
  reason: z.string(),
});

export type RecordConflict = z.infer<typeof recordConflictSchema>;

const caaSchema = z.object({
  verdict: z.enum(["allowed", "forbidden", "unknown"]),
  /** Where the effective records were found; null where there are none. */
  host: z.string().nullable(),
  records: z.array(z.string()),
  explanation: z.string(),
});

export type CaaReport = z.infer<typeof caaSchema>;

export const domainCheckSchema = z.object({
  hostname: z.string(),
  hostnameUnicode: z.string(),
  registrableDomain: z.string(),
  kind: z.enum(["apex", "subdomain"]),
  zone: zoneSchema,
  provider: z
    .object({
      key: z.string(),
      name: z.string(),
      dnsPageUrl: z.string(),
      hostLabelStyle: hostLabelStyleSchema.nullable(),
      notes: z.string().nullable(),
    })
    .nullable(),
  capabilities: providerCapabilitiesSchema,
  domainConnect: z.object({
    supported: z
      .boolean()
      .describe("The zone's DNS provider has the flow that Latchkey uses, and says so for this zone."),
    host: z.string().nullable().describe("The server that `_domainconnect.<zone>` names."),
    offered: z
      .boolean()
      .describe("It has the application's template too: a connection can be set up on the provider's own page."),
  }),
  setupType: z
    .enum(setupTypes)
    .describe("How a connection of it begins: `automatic` where a credential of the application covers it."),
  coveredByCredential: z
    .object({ credentialId: z.uuid(), label: z.string() })
    .nullable()
    .describe("The credential of the application with which the records would be written. Widget tokens get null."),
  recommendation: recommendationSchema,
  wwwRedirectRecommended: z.boolean(),
  desiredRecords: z.array(desiredRecordSchema),
  presentRecords: z.array(presentRecordSchema),
  conflicts: z.array(recordConflictSchema),
  caa: caaSchema,
  connectable: z.object({
    ok: z.boolean(),
    reason: z.enum(["own_connection", "another_tenant"]).nullable(),
    message: z.string().nullable(),
    contest: z.boolean().describe("Whether it would be accepted with `contest: true`: another account holds it."),
  }),
  checkedAt: isoDate,
});

export type DomainCheck = z.infer<typeof domainCheckSchema>;
