import { isMappable, toAsciiName } from "@/lib/dns/ascii-name";
import { normaliseName } from "@/lib/dns/domain-name";

/** For providers that write names in Unicode where their zone or record was made so. */
export function asciiNameOf(name: string): string {
  const plain = normaliseName(name);
  return (isMappable(plain) && toAsciiName(plain)) || plain;
}
