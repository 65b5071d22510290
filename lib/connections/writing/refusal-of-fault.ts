import type { StoredFault } from "@/lib/connections/stored-writing";
import { providerName } from "@/lib/connections/writing/open-zone";
import { findAdapter } from "@/lib/dns/adapters/adapters";
import { describeFault } from "@/lib/dns/adapters/describe-fault";
import { Refusal } from "@/lib/kernel/errors";

/** A fault as the answer of a verb: what it is, the provider's own words, and what to do about it. */
export function refusalOfFault(
  { code, said, address, nameservers, servedBy }: StoredFault,
  { provider, retryAfterMs }: { provider: string; retryAfterMs?: number | null },
): Refusal {
  const name = providerName(provider);
  if (code === "write_not_visible") throw new Error("what was written is seen later: no request is refused for that");
  const { message, fix, url } = describeFault({ code, address }, { name, facts: findAdapter(provider)?.facts ?? null });
  const words = said === null ? "" : ` ${name} said: “${said}”.`;
  return new Refusal("provider_error", `${message}${words} ${fix}`, {
    details: {
      providerCode: code,
      provider,
      said,
      fix,
      url,
      ...(nameservers === undefined ? {} : { nameservers, servedBy: servedBy ?? null }),
      ...(retryAfterMs ? { retryAfterSeconds: Math.ceil(retryAfterMs / 1_000) } : {}),
    },
  });
}
