import type { Provider } from "@/lib/dns/providers/catalog";
import { hostInForm } from "@/lib/dns/records/host-in-form";

/** A record as a DNS provider's form expects it, ready to paste. */
export type FormRecord = {
  /** Relative to the zone, or the full name where the provider's form wants that. */
  host: string;
  fullHost: string;
  /** Without quotes and without a trailing dot. */
  value: string;
};

/** `host` is absolute, `zone` the domain whose DNS is managed. Forms add the quotes of a TXT record and the dot of a target themselves. */
export function formRecord(
  record: { host: string; type: string; value: string },
  zone: string,
  provider: Pick<Provider, "hostLabelStyle"> | null,
): FormRecord {
  return {
    host: hostInForm(record.host, zone, provider?.hostLabelStyle),
    fullHost: record.host,
    value: record.type === "CNAME" ? record.value.replace(/\.$/, "") : unquoted(record.value),
  };
}

function unquoted(value: string): string {
  return /^"[^"]*"$/.test(value) ? value.slice(1, -1) : value;
}
