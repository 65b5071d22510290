import { z } from "zod";
import { isoDate } from "@/lib/kernel/iso-date";
import { oneLine } from "@/lib/kernel/one-line";

/** Domain Connect of an application on the wire: no server imports. */

export const domainConnectIdSchema = z.strictObject({ id: z.uuid() });

export type DomainConnectIdInput = z.infer<typeof domainConnectIdSchema>;

const providerIdText =
  "Who you are in Domain Connect: a domain of yours, such as `example.com`. Your templates are named after it.";
const keyDomainText =
  "Below this name you publish your public keys, such as `dckeys.example.com`. No underscores. It is `syncPubKeyDomain` of your templates.";
const logoText = "An https URL of your logo (SVG), which some providers want. Null: none.";

/** ASCII, without spaces: what else would be stored as it is. */
const visibleAscii = /^[!-~]+$/;

const lowerCase = z
  .string()
  .max(253)
  .regex(visibleAscii, "a domain name in ASCII")
  .transform((text) => text.toLowerCase().replace(/\.$/, ""));

export const putDomainConnectSchema = z.strictObject({
  id: z.uuid(),
  providerId: lowerCase.describe(providerIdText),
  providerName: oneLine(120).describe("Your name, as people know it. Providers show it."),
  keyDomain: lowerCase.describe(keyDomainText),
  logoUrl: z
    .url({ protocol: /^https$/ })
    .regex(visibleAscii)
    .max(2_048)
    .nullable()
    .optional()
    .describe(logoText),
});

export type PutDomainConnectInput = z.infer<typeof putDomainConnectSchema>;

/** A record of the key, and why what is published is not it. */
export const keyProblems = [
  "missing",
  "doubled_prefix",
  "quoted",
  "wrong_order",
  "cut",
  "duplicate_part",
  "other_key",
  "unreadable",
  "dns_unreachable",
] as const;

export type PublishedKeyProblem = (typeof keyProblems)[number];

export const domainConnectKeySchema = z.object({
  name: z.string().describe("`key` of the URLs that it signs: the label below `key_domain`."),
  host: z.string().nullable().describe("Where its TXT records are published; null: `key_domain` is not set."),
  values: z.array(z.string()).describe("The TXT records: publish each as it is, without quotation marks."),
  publishedAt: isoDate.nullable().describe("When a check first found all of them."),
  signs: z.boolean().describe("Whether it signs now: the newest one that was found published."),
  createdAt: isoDate,
});

export type DomainConnectKeyResource = z.infer<typeof domainConnectKeySchema>;

const templateSchema = z.object({
  service: z.enum(["web", "apex"]),
  serviceId: z.string(),
  fileName: z.string().nullable().describe("As the repository of templates wants it."),
  content: z.string().nullable().describe("The file to hand in, as it is: JSON."),
  problem: z.string().nullable().describe("Why there is no template."),
});

export const domainConnectSchema = z.object({
  applicationId: z.uuid(),
  providerId: z.string().nullable().describe(providerIdText),
  providerName: z.string().nullable(),
  keyDomain: z.string().nullable().describe(keyDomainText),
  logoUrl: z.string().nullable().describe(logoText),
  redirectUri: z.string().describe("Where DNS providers send the browser back to."),
  keys: z.array(domainConnectKeySchema).describe("Newest first, two at most."),
  templates: z.array(templateSchema).describe("Empty until `provider_id` and `key_domain` are set."),
  updatedAt: isoDate.nullable(),
});

export type DomainConnectResource = z.infer<typeof domainConnectSchema>;

export const domainConnectCheckSchema = z.object({
  keys: z.array(
    z.object({
      name: z.string(),
      host: z.string(),
      published: z.array(z.string()).describe("The TXT records that were found, shortened."),
      problem: z.enum(keyProblems).nullable().describe("null: it is published as it should be."),
      explanation: z.string(),
    }),
  ),
  settings: domainConnectSchema,
});

export type DomainConnectCheck = z.infer<typeof domainConnectCheckSchema>;
