import { z } from "zod";
import { maxFieldLength } from "@/lib/accounts/credentials/policy";
import { pageInput } from "@/lib/db/pagination";
import { isoDate } from "@/lib/kernel/iso-date";
import { oneLine } from "@/lib/kernel/one-line";

/** Credentials of one application, deleted ones not counted. */
export const maxCredentials = 50;
/** Zones that are stored of a credential. Of an account with more, the first ones by name. */
export const maxZones = 5_000;
/** Zones that a credential shows: `zone_count` has the number of all. */
export const maxZonesShown = 100;

const maxFields = 20;

const zoneName = z.string().trim().min(1).max(255);

const fieldsText =
  "The fields of the provider's credential by name, as `credential.fields` of `GET /v1/providers` lists them. Stored encrypted, and never returned.";

export const createCredentialSchema = z.strictObject({
  id: z.uuid(),
  provider: z.string().min(1).max(40).describe("Key of a provider whose `capabilities.auto_write` is true."),
  label: oneLine(120).describe("For people: shown wherever records are written with it."),
  fields: z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), z.string().max(maxFieldLength))
    .refine((fields) => Object.keys(fields).length <= maxFields, `at most ${maxFields} fields`)
    .describe(fieldsText),
  zone: zoneName
    .optional()
    .describe("The zone in which a record is written, read and removed to try it. Default: the first that it reaches."),
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .nullable()
    .optional()
    .describe("When the token expires, as the provider showed you, where its API does not say."),
});

export type CreateCredentialInput = z.infer<typeof createCredentialSchema>;

export const listCredentialsSchema = z.strictObject({ id: z.uuid(), ...pageInput });
export type ListCredentialsInput = z.infer<typeof listCredentialsSchema>;

export const credentialIdSchema = z.strictObject({ id: z.uuid(), credentialId: z.uuid() });
export type CredentialIdInput = z.infer<typeof credentialIdSchema>;

export const testCredentialSchema = credentialIdSchema.extend({
  zone: zoneName
    .optional()
    .describe(
      "The zone to try it in. A zone that the provider does not list is added where the credential reaches it.",
    ),
});
export type TestCredentialInput = z.infer<typeof testCredentialSchema>;

export const credentialErrorSchema = z.object({
  code: z.string().describe("Stable: a code of docs/dns-providers.md."),
  message: z.string(),
  said: z.string().nullable().describe("The provider's own words."),
  fix: z.string(),
  url: z.string().nullable().describe("The page where it is fixed."),
  at: isoDate,
});

export const credentialSchema = z.object({
  id: z.uuid(),
  applicationId: z.uuid(),
  provider: z.string(),
  providerName: z.string(),
  label: z.string(),
  fields: z
    .record(z.string(), z.string())
    .describe("What may be shown: fields that are not secret, and the last characters of those that are."),
  zones: z.array(z.string()).describe(`The first ${maxZonesShown} by name.`),
  zoneCount: z.number().int(),
  zonesComplete: z
    .boolean()
    .describe("False: the provider does not list every zone of this credential. Test it with `zone` to add one."),
  probedZone: z.string().nullable().describe("The zone in which a record was written, read and removed to try it."),
  createdAt: isoDate,
  testedAt: isoDate,
  lastUsedAt: isoDate.nullable(),
  lastError: credentialErrorSchema.nullable().describe("Null: its last use went well."),
  expiresAt: isoDate.nullable(),
});

export type CredentialResource = z.infer<typeof credentialSchema>;
