import type { Credential, CredentialField } from "@/lib/dns/adapters/adapter";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

/**
 * The value of a field, "" where it has none. Requests carry it in a header or a form, so it is printable ASCII.
 * @throws ProviderFault credential_invalid
 */
export function credentialValue(credential: Credential, { name, required }: CredentialField): string {
  const value = credential[name]?.trim() ?? "";
  if ((required && value === "") || !/^[!-~]*$/.test(value)) throw new ProviderFault("credential_invalid");
  return value;
}

/** The provider's words for people, on one line, without anything of the credential that it may have repeated. */
export function saidWithout(secrets: readonly string[], text: string | null | undefined): string | undefined {
  const line = text?.replace(/\s+/g, " ").trim();
  if (!line) return undefined;
  return secrets.filter((secret) => secret !== "").reduce((rest, secret) => rest.replaceAll(secret, "…"), line);
}
