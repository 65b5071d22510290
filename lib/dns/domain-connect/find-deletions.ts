import type { DesiredRecord } from "@/lib/dns/records";

export type PublishedRecord = { host: string; type: string; value: string };

export type Deletion = PublishedRecord & { because: string };

/**
 * What a DNS provider deletes when the template is applied, by the rules of the specification ("Record Types and
 * Conflicts"). A record that is published as wanted already is no conflict.
 * @param wholeTexts names at which every other TXT record is replaced
 */
export function findDeletions(
  wanted: readonly DesiredRecord[],
  present: readonly PublishedRecord[],
  wholeTexts: ReadonlySet<string>,
): Deletion[] {
  return present.flatMap((record) => {
    if (wanted.some((one) => one.host === record.host && one.type === record.type && isSame(one.value, record.value))) {
      return [];
    }
    const cause = wanted.find((one) => replaces(one, record, wholeTexts));
    return cause === undefined ? [] : [{ ...record, because: reasonFor(cause, record) }];
  });
}

const besideAlias = ["A", "AAAA", "MX", "TXT", "CNAME"];
const addresses = ["A", "AAAA"];

function replaces(wanted: DesiredRecord, present: PublishedRecord, wholeTexts: ReadonlySet<string>): boolean {
  // A zone's own nameservers stay; those of a delegation at the hostname give way.
  if (present.type === "NS") return wanted.host === present.host && wanted.type === "CNAME";
  if (present.host !== wanted.host) return false;
  if (wanted.type === "CNAME") return besideAlias.includes(present.type);
  if (present.type === "CNAME") return true;
  if (wanted.type === "TXT") return present.type === "TXT" && wholeTexts.has(wanted.host);
  return addresses.includes(present.type);
}

function reasonFor({ type }: DesiredRecord, present: PublishedRecord): string {
  if (type === "CNAME") return "Nothing can stand beside the CNAME that is added here.";
  if (present.type === "CNAME") return `Nothing can stand beside a CNAME: it gives way to the ${type} record.`;
  return type === "TXT"
    ? "An older TXT record at this name is replaced."
    : "The addresses of this hostname are replaced, of both families.";
}

function isSame(one: string, other: string): boolean {
  return one === other || one.toLowerCase() === other.toLowerCase().replace(/\.$/, "");
}
