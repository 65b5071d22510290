import type { ProviderForm } from "@/lib/dns/providers/schema";

const forms: Readonly<Record<string, ProviderForm>> = {};

/** A provider's form for records; null: its words are not known. */
export function formOf(providerKey: string): ProviderForm | null {
  return Object.hasOwn(forms, providerKey) ? (forms[providerKey] ?? null) : null;
}
