import { extractHostname } from "@/lib/dns/extract-hostname";
import { type HostnameParse, type HostnamePolicy, parseHostname } from "@/lib/dns/hostname";
import { hostnameRefusals } from "@/lib/dns/hostname-refusals";

/** Reads a hostname from people and their programs, in whatever they paste. The edge takes names alone: `parseHostname`. */
export function readHostname(input: string, policy: HostnamePolicy): HostnameParse {
  const found = extractHostname(input);
  if (found.ok) return parseHostname(found.text, policy);
  return { ok: false, reason: found.reason, message: hostnameRefusals[found.reason] };
}
