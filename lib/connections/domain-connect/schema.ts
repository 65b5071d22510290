import { z } from "zod";

/** Domain Connect of a connection on the wire: no server imports. */

/** Why the provider's page cannot be offered. */
export const unsupportedReasons = [
  "not_configured",
  "key_not_published",
  "records_differ",
  "zone_top",
  "zone_unknown",
  "dns_unreachable",
  "no_record",
  "bad_record",
  "not_here",
  "settings_unreachable",
  "settings_invalid",
  "no_sync_flow",
  "template_not_onboarded",
  "template_unreachable",
] as const;

export type UnsupportedReason = (typeof unsupportedReasons)[number];

const conflictSchema = z.object({
  host: z.string(),
  type: z.string(),
  value: z.string(),
  because: z.string(),
});

export const domainConnectOfferSchema = z.object({
  supported: z.boolean(),
  reason: z.enum(unsupportedReasons).nullable().describe("Why not; null where it is supported."),
  explanation: z.string().nullable(),
  provider: z
    .object({
      id: z.string(),
      name: z.string(),
      controlPanelUrl: z.string().nullable().describe("Where the zone is edited by hand."),
    })
    .nullable()
    .describe("As the provider calls itself; null while unknown."),
  applyUrl: z
    .string()
    .nullable()
    .describe("Send the browser there, exactly as it is: it is signed. Good once, for an hour. Null without `POST`."),
  width: z.number().int().describe("Of the window in which the provider wants its page shown."),
  height: z.number().int(),
  conflicts: z.array(conflictSchema).describe("Records that the provider deletes when the visitor confirms."),
});

export type DomainConnectOffer = z.infer<typeof domainConnectOfferSchema>;

export const getDomainConnectOfferSchema = z.strictObject({ id: z.uuid() });

export type GetDomainConnectOfferInput = z.infer<typeof getDomainConnectOfferSchema>;

export const startDomainConnectSchema = z.strictObject({
  id: z.uuid(),
  popup: z.boolean().optional().describe("The URL is opened in a window of its own, which closes at the end."),
  returnUrl: z
    .url({ protocol: /^https?$/ })
    .regex(/^[!-~]+$/)
    .max(2_048)
    .optional()
    .describe(
      "Where the browser goes afterwards, of one of the application's `allowed_origins`: with `connection_id`, `outcome` (`returned`, `cancelled`, `failed`) and, where it failed, `reason`.",
    ),
});

export type StartDomainConnectInput = z.infer<typeof startDomainConnectSchema>;

/** `returned` says nothing about the records: they are checked. `invalid`: no flow of this visitor began it. */
export const returnOutcomes = ["returned", "cancelled", "failed", "invalid"] as const;

export type ReturnOutcome = (typeof returnOutcomes)[number];

export const debugDomainConnectSchema = z.strictObject({
  hostname: z.string().min(1).max(2_048),
  applicationId: z.uuid().optional().describe("Its templates and keys are checked, too."),
});

export type DebugDomainConnectInput = z.infer<typeof debugDomainConnectSchema>;

export const debugStepKeys = ["zone", "record", "settings", "template", "key", "signature"] as const;

const debugStepSchema = z.object({
  key: z.enum(debugStepKeys),
  status: z.enum(["ok", "problem", "skipped"]),
  title: z.string(),
  asked: z.string().nullable().describe("The query or URL."),
  answer: z.string().nullable().describe("What came."),
  explanation: z.string(),
});

export type DebugStep = z.infer<typeof debugStepSchema>;

export const domainConnectReportSchema = z.object({
  hostname: z.string(),
  zone: z.string().nullable(),
  supported: z.boolean().describe("Whether every step succeeded."),
  steps: z.array(debugStepSchema),
});

export type DomainConnectReport = z.infer<typeof domainConnectReportSchema>;
