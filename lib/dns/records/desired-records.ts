import type { EdgeTarget } from "@/lib/dns/compare-records";
import type { DesiredRecord } from "@/lib/dns/records";
import type { RecordTemplate } from "@/lib/dns/records/schema";

export type RecordsSubject = { hostname: string; kind: "apex" | "subdomain" };

const defaultTtlSeconds = 300;

/** Allowed in the host and value of a template. */
export const placeholders = ["{{hostname}}", "{{edge_hostname}}"] as const;

/**
 * The records that the instructions show, and the ones that checks look for: this function is both.
 * Without templates: a subdomain gets a CNAME to the edge; an apex, where a CNAME is not allowed (RFC 1034 section 3.6.2),
 * an A or AAAA for each address of the edge.
 */
export function desiredRecords(
  subject: RecordsSubject,
  edge: EdgeTarget,
  templates: readonly RecordTemplate[] | null,
): DesiredRecord[] {
  if (templates) return templates.map((template) => fill(template, subject, edge));
  if (subject.kind === "subdomain") {
    return [{ host: subject.hostname, type: "CNAME", value: edge.hostname, ttl: defaultTtlSeconds }];
  }
  return edge.addresses.map((address) => ({
    host: subject.hostname,
    type: address.includes(":") ? ("AAAA" as const) : ("A" as const),
    value: address,
    ttl: defaultTtlSeconds,
  }));
}

function fill(template: RecordTemplate, subject: RecordsSubject, edge: EdgeTarget): DesiredRecord {
  const place = (text: string) =>
    text.replaceAll("{{hostname}}", subject.hostname).replaceAll("{{edge_hostname}}", edge.hostname);
  return {
    host: place(template.host).toLowerCase().replace(/\.$/, ""),
    type: template.type,
    value: template.type === "CNAME" ? place(template.value).toLowerCase().replace(/\.$/, "") : place(template.value),
    ttl: template.ttl,
  };
}
