import { z } from "zod";

/** Templates of the records that customers publish. No server imports: a browser uses them too. */

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

export const terraformProviders = ["cloudflare", "route53", "digitalocean", "google"] as const;

export type TerraformProvider = (typeof terraformProviders)[number];
