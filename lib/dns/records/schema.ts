import { z } from "zod";
import { recordTypes, templateLimits } from "@/lib/dns/records/policy";

/** Templates of the records that customers publish. No server imports: a browser uses them too. */

export const recordTypeSchema = z.enum(recordTypes);

/** A record with placeholders: `{{hostname}}`, `{{edge_hostname}}`. */
export const recordTemplateSchema = z.strictObject({
  host: z.string().min(1).max(templateLimits.host).default("{{hostname}}"),
  type: recordTypeSchema,
  value: z.string().min(1).max(templateLimits.value),
  ttl: z.number().int().min(templateLimits.minTtl).max(templateLimits.maxTtl).default(300),
});

export type RecordTemplate = z.infer<typeof recordTemplateSchema>;

export const recordTemplatesSchema = z.array(recordTemplateSchema).min(1).max(templateLimits.rows);

export const terraformProviders = ["cloudflare", "route53", "digitalocean", "google"] as const;

export type TerraformProvider = (typeof terraformProviders)[number];
