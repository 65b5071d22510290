import { z } from "zod";

/** Shapes of DNS providers on the wire: no server imports. */

export const listProvidersSchema = z.strictObject({});

export type ListProvidersInput = z.infer<typeof listProvidersSchema>;

export const providerCapabilitiesSchema = z.object({
  wildcard: z.boolean(),
  apexFlattening: z.boolean(),
  domainConnect: z.boolean(),
  autoWrite: z.boolean(),
});

export const hostLabelStyleSchema = z.enum(["relative", "fqdn"]);

export const providerSchema = z.object({
  key: z.string(),
  name: z.string(),
  capabilities: providerCapabilitiesSchema,
  /** With `{domain}` for the zone's name, where the provider has a page for each zone. */
  dnsPageUrl: z.string(),
  hostLabelStyle: hostLabelStyleSchema.nullable(),
  notes: z.string().nullable(),
});

export type ProviderResource = z.infer<typeof providerSchema>;
