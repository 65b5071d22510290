import { z } from "zod";
import { maxParameter } from "@/lib/connections/email/policy";
import { emailFindingCodes, emailProviderKeys, emailPurposes, emailRecordStatuses } from "@/lib/dns/email/catalog";
import { isoDate } from "@/lib/kernel/iso-date";

/** Shapes of email DNS on the wire: no server imports, so that a browser can use them too. */

/** DNS text of providers is ASCII. Line breaks come with what people paste. */
const text = (about: string) =>
  z
    .string()
    .max(maxParameter)
    .regex(/^[\t\r\n -~]*$/, "letters, digits and punctuation of ASCII")
    .optional()
    .describe(about);

export const emailParametersSchema = z.strictObject({
  region: text("Zoho: the data center, one of us, eu, in, au, jp, cn, ca, sa."),
  mxValue: text("Microsoft 365: the MX target from the admin center. It cannot be computed."),
  spfInclude: text("Zoho: the SPF include, where the Admin Console shows another one than the region's usual one."),
  dkimSelector: text("Google Workspace (default `google`) and Zoho: the DKIM selector."),
  dkimValue: text("Google Workspace and Zoho: the DKIM key, as the TXT record is to hold it."),
  dkimSelector1: text("Microsoft 365: the target of the CNAME selector1._domainkey."),
  dkimSelector2: text("Microsoft 365: the target of the CNAME selector2._domainkey."),
  dkimId: text("Proton: the target of the first DKIM CNAME, or the id in it."),
  verification: text("The text with which the provider verifies the domain."),
  dmarcRua: text("An address for DMARC reports."),
});

const choice = {
  provider: z.enum(emailProviderKeys),
  parameters: emailParametersSchema
    .default({})
    .describe("Values that only the provider's console shows. What is missing comes back as `needs_value`."),
};

export const generateEmailRecordsSchema = z.strictObject({
  domain: z.string().min(1).max(2_048).describe("The domain of the addresses: example.com for ada@example.com."),
  ...choice,
  applicationId: z
    .uuid()
    .optional()
    .describe("Its credentials are searched for one that can write to the domain's zone."),
});

export type GenerateEmailRecordsInput = z.infer<typeof generateEmailRecordsSchema>;

export const applyEmailRecordsSchema = z.strictObject({
  id: z.uuid(),
  domain: z
    .string()
    .min(1)
    .max(2_048)
    .optional()
    .describe("Default: the registrable domain of the connection's hostname."),
  ...choice,
  replaceMx: z
    .boolean()
    .default(false)
    .describe(
      "Remove the MX records of other providers, as `left_over` lists them, and write ours. Without it, MX records are written only where there are none.",
    ),
});

export type ApplyEmailRecordsInput = z.infer<typeof applyEmailRecordsSchema>;

export const emailRecordSchema = z.object({
  purpose: z.enum(emailPurposes),
  host: z.string().nullable().describe("null: it depends on `parameter`."),
  type: z.enum(["MX", "TXT", "CNAME"]),
  value: z.string().nullable().describe("null: it depends on `parameter`. Of MX, without the priority."),
  priority: z.number().int().nullable(),
  ttl: z.number().int(),
  status: z
    .enum(emailRecordStatuses)
    .describe(
      "`conflict`: something else stands in its place. `needs_value`: `parameter` is not given. `unknown`: the nameservers gave no usable answer.",
    ),
  parameter: z.string().nullable().describe("The one of `parameters` that decides it."),
  optional: z.boolean().describe("Mail works without it."),
  found: z.array(z.string()).describe("What is published in its place; of `unknown`, the reason."),
});

export type EmailRecordResource = z.infer<typeof emailRecordSchema>;

export const manualEmailRecordSchema = z.object({
  host: z.string(),
  type: z.literal("TXT"),
  before: z.array(z.string()).describe("The texts to replace. Every other TXT record at the host stays."),
  after: z.string(),
  reason: z.string(),
});

export const leftOverMxSchema = z.object({ host: z.string(), type: z.literal("MX"), value: z.string() });

const spfCountSchema = z.object({
  lookUps: z.number().int(),
  voidLookUps: z.number().int(),
  complete: z.boolean().describe("false: a part of the tree could not be read, so there may be more."),
  costs: z
    .array(
      z.object({
        depth: z.number().int().describe("0: a term of the domain's own record."),
        term: z.string(),
        lookUps: z.number().int(),
        voidLookUps: z.number().int(),
        problem: z.string().nullable(),
      }),
    )
    .describe("Each term that costs look-ups, with those of the records that it includes. Depth first."),
});

export const spfReportSchema = z.object({
  record: z.string().describe("As it will be after the manual change, or as it is."),
  limit: z.number().int(),
  voidLimit: z.number().int(),
  before: spfCountSchema.nullable(),
  after: spfCountSchema,
});

export const emailFindingSchema = z.object({
  /** Stable: each has a section in the troubleshooting guide. */
  code: z.enum(emailFindingCodes),
  severity: z.enum(["blocking", "warning", "info"]),
  title: z.string(),
  explanation: z.string(),
  fix: z.string(),
  evidence: z.array(z.string()),
  docUrl: z.string(),
});

export type EmailFindingResource = z.infer<typeof emailFindingSchema>;

export const emailReportSchema = z.object({
  domain: z.string(),
  domainUnicode: z.string(),
  /** The domain whose DNS is managed. */
  registrableDomain: z.string(),
  provider: z.enum(emailProviderKeys),
  records: z.array(emailRecordSchema),
  manualRecords: z
    .array(manualEmailRecordSchema)
    .describe("Changes that only the owner makes: the SPF record is never written."),
  leftOver: z.array(leftOverMxSchema).describe("MX records that keep mail from arriving at the provider."),
  spf: spfReportSchema
    .nullable()
    .describe("null: there is no SPF record yet that could be read, and none is proposed."),
  dmarc: z
    .object({ domain: z.string(), text: z.string(), policy: z.string() })
    .nullable()
    .describe("The DMARC record that receivers apply, at the domain or above it. It is never changed."),
  findings: z.array(emailFindingSchema),
  ready: z.boolean().describe("Every record that mail needs is published, and nothing is wrong."),
  credential: z
    .object({ id: z.uuid(), provider: z.string(), label: z.string() })
    .nullable()
    .describe("The application's credential that can write to the zone, for `email:apply`."),
  checkedAt: isoDate,
});

export type EmailReport = z.infer<typeof emailReportSchema>;

export const appliedEmailRecordSchema = z.object({
  host: z.string(),
  type: z.string(),
  value: z.string(),
});

export const appliedEmailRecordsSchema = z.object({
  added: z.array(appliedEmailRecordSchema),
  removed: z.array(appliedEmailRecordSchema),
  /** As it was before the write, with what is left to do. */
  report: emailReportSchema,
});

export type AppliedEmailRecords = z.infer<typeof appliedEmailRecordsSchema>;
