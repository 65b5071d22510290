import { canonicalValue, unquoteText } from "@/lib/dns/zones/canonical-value";

// For providers that keep the three parts of a CAA record in fields of their own.

export function caaValue(flags: number | null | undefined, tag: string, value: string): string {
  return canonicalValue("CAA", `${flags ?? 0} ${tag} "${value.replace(/["\\]/g, "\\$&")}"`);
}

export function caaFields(value: string): { flags: number; tag: string; value: string } {
  const [, flags = "0", tag = "", quoted = ""] = /^(\d+) (\S+) (.*)$/s.exec(value) ?? [];
  return { flags: Number(flags), tag, value: unquoteText(quoted) };
}
