import type { EmailAnswer, EmailDns, EmailType } from "@/lib/dns/email/email-dns";

/** Names to types to values. A name without an entry does not exist. */
export type EmailZone = Record<string, Partial<Record<EmailType, readonly string[]>>>;

/** What a check reads, from a table in place of nameservers. `silent`: names about which nobody answers. */
export function fakeEmailDns(zone: EmailZone, silent: readonly string[] = []): EmailDns & { asked: string[] } {
  const asked: string[] = [];
  const read = (name: string, type: EmailType): EmailAnswer => {
    const alias = zone[name]?.CNAME?.[0] ?? null;
    if (silent.includes(name)) return { kind: "unknown", reason: "timeout", alias: null };
    if (alias !== null && type !== "CNAME") return { ...read(alias, type), alias };
    const values = [...(zone[name]?.[type] ?? [])];
    const exists = Object.keys(zone).some((other) => other === name || other.endsWith(`.${name}`));
    return values.length > 0
      ? { kind: "found", values, differ: false, alias: null }
      : { kind: "none", exists, differ: false, alias: null };
  };
  return {
    asked,
    look(name, type) {
      asked.push(`${name} ${type}`);
      return Promise.resolve(read(name.toLowerCase(), type));
    },
    isOverloaded: () => false,
  };
}
