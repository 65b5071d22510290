import type { Adapter } from "@/lib/dns/adapters/adapter";

/** Every adapter, in the order in which people are offered them. */
export const adapters: readonly Adapter[] = [];

export function findAdapter(provider: string): Adapter | null {
  return adapters.find(({ facts }) => facts.provider === provider) ?? null;
}
