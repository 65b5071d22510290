import { normaliseName } from "@/lib/dns/domain-name";
import type { ResourceRecord } from "@/lib/dns/records";

/**
 * The distinct CNAME targets at a name, in the order of the answer. More than one is not allowed (RFC 2181, section 10.1),
 * but servers publish it, and resolvers then follow any of them.
 */
export function aliasTargets(records: readonly ResourceRecord[], name: string): string[] {
  const aliases = records.filter((record) => record.type === "CNAME" && record.name === name);
  return [...new Set(aliases.map(({ value }) => normaliseName(value)))];
}
