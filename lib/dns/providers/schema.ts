import { z } from "zod";

/** Shapes of DNS providers on the wire: no server imports. */

export const listProvidersSchema = z.strictObject({});

export type ListProvidersInput = z.infer<typeof listProvidersSchema>;

export const providerCapabilitiesSchema = z.object({
  wildcard: z.boolean(),
  apexFlattening: z.boolean(),
  domainConnect: z.boolean(),
  autoWrite: z.boolean().describe("Latchkey can write the records itself, with a credential for this provider."),
});

/** What a credential for a provider is made of, and what the provider demands besides. */
export const credentialFactsSchema = z.object({
  fields: z.array(
    z.object({
      name: z.string().describe("Its name in `fields` of `POST /v1/applications/{id}/credentials`."),
      label: z.string(),
      help: z.string().describe("Where to find it."),
      secret: z.boolean().describe("Never shown again once it is stored."),
      required: z.boolean(),
      placeholder: z.string().nullable(),
    }),
  ),
  tokenUrl: z.string().nullable().describe("Where a token is created."),
  permissions: z.string().describe("The least privilege that suffices, as steps at the provider."),
  gates: z
    .array(
      z.object({
        code: z.string(),
        text: z.string().describe("What it is, and what to do about it."),
        url: z.string().nullable(),
      }),
    )
    .describe("What the provider demands besides a right token."),
  minTtl: z.number().int().describe("In seconds. A lower TTL is raised to it."),
  publishedAfterSeconds: z.number().int().describe("Writes are seen at the nameservers after about this long."),
  checkedAt: z.string().describe("When these facts were last compared with the provider's documentation: YYYY-MM-DD."),
});

export type CredentialFacts = z.infer<typeof credentialFactsSchema>;

export const hostLabelStyleSchema = z.enum(["relative", "fqdn"]);

/** What is easily done wrong in a provider's form; the widget has a sentence for each. */
export const formHints = [
  "adds_domain",
  "proxy_off",
  "no_quotes",
  "no_trailing_dot",
  "trailing_dot",
  "no_ttl",
  "save_after",
] as const;

/** A provider's form for records, in the words of its own (English) pages. */
export const providerFormSchema = z.object({
  path: z.array(z.string()).describe("Where to click, in order, after signing in; `{domain}` is the zone."),
  addButton: z.string().describe("Empty: the form is open already."),
  fields: z
    .object({
      type: z.string().describe("Empty: the type is chosen before the form, from a list or by its section."),
      host: z.string(),
      value: z.string(),
      ttl: z.string().nullable().describe("Null: there is none, or it is not known."),
    })
    .describe("Labels. One that depends on the record's type is all of them: `Target / Content`."),
  saveButton: z.string(),
  rootHost: z.string().describe("What it takes as the host at the top of the zone: `@`, or empty."),
  hints: z.array(z.enum(formHints)),
  checkedAt: z.string().describe("YYYY-MM-DD"),
});

export type ProviderForm = z.infer<typeof providerFormSchema>;

export const providerSchema = z.object({
  key: z.string(),
  name: z.string(),
  capabilities: providerCapabilitiesSchema,
  /** With `{domain}` for the zone's name, where the provider has a page for each zone. */
  dnsPageUrl: z.string(),
  hostLabelStyle: hostLabelStyleSchema.nullable(),
  notes: z.string().nullable(),
  credential: credentialFactsSchema.nullable().describe("Null: records are published by hand."),
});

export type ProviderResource = z.infer<typeof providerSchema>;
