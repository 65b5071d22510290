import ipaddr from "ipaddr.js";
import type { EdgeTarget } from "@/lib/dns/compare-records";
import type { DesiredRecord } from "@/lib/dns/records";
import { challenge } from "@/lib/dns/records/challenge";
import { desiredRecords, placeholders, type RecordsSubject } from "@/lib/dns/records/desired-records";
import type { RecordTemplate } from "@/lib/dns/records/schema";
import { Refusal } from "@/lib/kernel/errors";

const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Each becomes a hostname, so a value grows: 170 of them would make 43 KB of one record, of every connection. */
const maxPlaceholders = 8;

/**
 * Refuses templates that no DNS form accepts, or that no check could ever find for this hostname.
 * @param param wire name of the list, for the error's `param`
 * @throws Refusal invalid
 */
export function assertRecordTemplates(
  templates: readonly RecordTemplate[],
  subject: RecordsSubject,
  edge: EdgeTarget,
  param: string,
): void {
  templates.forEach((template, index) => {
    for (const field of ["host", "value"] as const) {
      const used = template[field].match(/\{\{[^{}]*\}\}/g) ?? [];
      if (used.length > maxPlaceholders) {
        const text = `A ${field} can have ${maxPlaceholders} placeholders at most.`;
        throw new Refusal("invalid", text, { param: `${param}.${index}.${field}` });
      }
      const unknown = used.find((name) => !placeholders.some((known) => known === name));
      if (unknown === undefined) continue;
      const text = `There is no placeholder ${unknown}. There are: ${placeholders.join(", ")}.`;
      throw new Refusal("invalid", text, { param: `${param}.${index}.${field}` });
    }
  });
  const records = desiredRecords(subject, edge, templates);
  const cnames = new Set(records.filter((record) => record.type === "CNAME").map((record) => record.host));
  records.forEach((record, index) => {
    const problem = problemOf(record, subject);
    if (problem) throw new Refusal("invalid", problem.text, { param: `${param}.${index}.${problem.field}` });
    if (cnames.has(record.host) && records.filter((other) => other.host === record.host).length > 1) {
      throw new Refusal("invalid", `A CNAME at ${record.host} can have no other record beside it.`, {
        param: `${param}.${index}.type`,
      });
    }
  });
}

function problemOf(record: DesiredRecord, subject: RecordsSubject): { field: "host" | "value"; text: string } | null {
  if (!isDnsName(record.host)) return { field: "host", text: `“${record.host}” is not a DNS name.` };
  if (record.host !== subject.hostname && !record.host.endsWith(`.${subject.hostname}`)) {
    return { field: "host", text: `“${record.host}” is neither ${subject.hostname} nor a name below it.` };
  }
  if (record.host === challenge.name(subject.hostname)) {
    return { field: "host", text: `“${record.host}” is where control of the hostname is proven: choose another name.` };
  }
  switch (record.type) {
    case "A":
      return ipaddr.IPv4.isValidFourPartDecimal(record.value)
        ? null
        : { field: "value", text: `“${record.value}” is not an IPv4 address.` };
    case "AAAA":
      // A zone id, as in fe80::1%eth0, is none of an AAAA record's.
      return ipaddr.IPv6.isValid(record.value) && !record.value.includes("%")
        ? null
        : { field: "value", text: `“${record.value}” is not an IPv6 address.` };
    case "CNAME":
      if (!isDnsName(record.value)) return { field: "value", text: `“${record.value}” is not a DNS name.` };
      return record.value === record.host ? { field: "value", text: "A CNAME cannot point at itself." } : null;
    case "TXT":
      return null;
  }
}

function isDnsName(name: string): boolean {
  return name.length <= 253 && name.split(".").length > 1 && name.split(".").every((part) => label.test(part));
}
