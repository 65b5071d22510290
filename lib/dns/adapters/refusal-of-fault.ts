import { findAdapter } from "@/lib/dns/adapters/adapters";
import { describeFault } from "@/lib/dns/adapters/describe-fault";
import { providerName } from "@/lib/dns/providers/catalog";
import type { ProviderFault } from "@/lib/dns/zones/provider-fault";
import { type ErrorCode, Refusal } from "@/lib/kernel/errors";

/**
 * A fault as the answer of a verb: what it is, the provider's own words, and what to do about it.
 * @param as `invalid`, where the fields of a credential alone show what is wrong
 */
export function refusalOfFault(
  { code, said, address }: Pick<ProviderFault, "code" | "said" | "address">,
  {
    provider,
    retryAfterMs = null,
    as = "provider_error",
    details = {},
  }: {
    provider: string;
    retryAfterMs?: number | null;
    as?: Extract<ErrorCode, "provider_error" | "invalid">;
    details?: Record<string, unknown>;
  },
): Refusal {
  const name = providerName(provider);
  const { message, fix, url } = describeFault({ code, address }, { name, facts: findAdapter(provider)?.facts ?? null });
  const words = said === null ? "" : ` ${name} says: “${said}”`;
  return new Refusal(as, `${message}${words} ${fix}`, {
    ...(as === "invalid" ? { param: "fields" } : {}),
    details: {
      providerCode: code,
      provider,
      said,
      fix,
      url,
      ...(address === null ? {} : { address }),
      ...(retryAfterMs === null ? {} : { retryAfterSeconds: Math.ceil(retryAfterMs / 1_000) }),
      ...details,
    },
  });
}
