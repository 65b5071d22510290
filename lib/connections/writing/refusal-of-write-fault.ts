import type { StoredFault } from "@/lib/connections/stored-writing";
import { refusalOfFault } from "@/lib/dns/adapters/refusal-of-fault";
import type { Refusal } from "@/lib/kernel/errors";

/** A fault of writing as the answer of a verb; `delegated_elsewhere` says where the zone really is. */
export function refusalOfWriteFault(
  { code, said, address, nameservers, servedBy }: StoredFault,
  provider: string,
  retry: { afterMs: number | null } | null,
): Refusal {
  if (code === "write_not_visible") throw new Error("what was written is seen later: no request is refused for that");
  const details = nameservers === undefined ? {} : { nameservers, servedBy: servedBy ?? null };
  return refusalOfFault({ code, said, address }, { provider, retryAfterMs: retry?.afterMs ?? null, details });
}
