import { z } from "zod";
import { brandSchema } from "@/lib/accounts/branding/schema";
import { connectionStates } from "@/lib/connections/machine";
import { setupTypes } from "@/lib/connections/schema";
import { hostLabelStyleSchema, providerFormSchema } from "@/lib/dns/providers/schema";
import { isoDate } from "@/lib/kernel/iso-date";
import { languages } from "@/lib/kernel/languages";

/** A connection as the owner of its DNS sees it, on the wire: no server imports. The widget and the hosted page read it. */

export const getSetUpSchema = z.strictObject({
  id: z.uuid(),
  locale: z.enum(languages).optional().describe("Of all texts. Default: `en`."),
});

export type GetSetUpInput = z.infer<typeof getSetUpSchema>;

/** What one nameserver says of a record. `silent`: it did not answer. */
const setUpServerSchema = z.object({
  server: z.string(),
  status: z.enum(["right", "other", "missing", "silent"]),
  values: z.array(z.string()),
});

const setUpStepSchema = z.object({
  id: z.string().describe("The same for as long as the step is: `add TXT <full host> <value>`."),
  action: z.enum(["add", "change", "delete"]),
  status: z.enum(["todo", "wrong", "done"]).describe("`wrong`: something else was seen."),
  type: z.string(),
  host: z.string().describe("Relative to the zone; at its top, what this provider's form wants there."),
  fullHost: z.string(),
  recommended: z.enum(["host", "fullHost"]).describe("Which of the two this provider's form takes."),
  value: z.string(),
  ttl: z.number().int(),
  seen: z.array(z.string()).describe("What is published in its place."),
  because: z.string().nullable(),
  servers: z.array(setUpServerSchema).describe("Of the last check. Empty: not checked yet, or nothing to look for."),
});

const setUpNoteSchema = z.object({
  who: z.enum(["you", "provider", "us"]),
  title: z.string(),
  text: z.string(),
  details: z.array(z.string()),
});

/** `records`: to be published. `spreading`: seen by some nameservers, or waited for. `ended`: archived or failed. */
export const setUpStages = ["records", "spreading", "certificate", "live", "ended"] as const;

/** Why `expectedAt` is when it is. */
export const expectations = ["ttl", "negative_ttl", "next_check", "certificate", "contest"] as const;

export const setUpSchema = z.object({
  /** null for the visitor of a share link, who learns no ids. */
  connectionId: z.uuid().nullable(),
  hostname: z.string(),
  hostnameUnicode: z.string(),
  zone: z.string().describe("The domain whose DNS is edited."),
  kind: z.enum(["apex", "subdomain"]),
  state: z.enum(connectionStates),
  setupType: z.enum(setupTypes),
  stage: z.enum(setUpStages),
  language: z.enum(languages),
  provider: z
    .object({
      key: z.string(),
      name: z.string(),
      dnsPageUrl: z.string(),
      hostLabelStyle: hostLabelStyleSchema.nullable(),
      notes: z.string().nullable(),
      form: providerFormSchema.nullable(),
    })
    .nullable(),
  why: z.string(),
  steps: z
    .array(setUpStepSchema)
    .describe("Deletions first, then what is to be added or changed, then what is right already."),
  notes: z.array(setUpNoteSchema),
  leave: z.string().describe("What to leave as it is."),
  /** Nothing is left to do in the DNS. */
  isDone: z.boolean(),
  finding: z
    .object({
      code: z.string(),
      who: z.enum(["you", "provider", "us"]),
      title: z.string(),
      text: z.string(),
      fix: z.string().nullable(),
    })
    .nullable()
    .describe("Why it does not work yet: the first finding of the diagnosis. null: nothing is wrong."),
  nextCheckAt: isoDate.nullable(),
  expectedAt: isoDate
    .nullable()
    .describe("When it is done at the latest, from TTLs and the zone's SOA. null: not known."),
  expectedBecause: z.enum(expectations).nullable(),
  brand: brandSchema,
  checkedAt: isoDate,
  /** Of the share link; null for others. */
  expiresAt: isoDate.nullable(),
});

export type SetUpResource = z.infer<typeof setUpSchema>;

export type SetUpStep = z.infer<typeof setUpStepSchema>;
