import type { EdgeTarget } from "@/lib/dns/compare-records";
import { assertRecordTemplates } from "@/lib/dns/records/assert-records";
import type { RecordTemplate } from "@/lib/dns/records/schema";
import { Refusal } from "@/lib/kernel/errors";

/** Stand in for the hostnames that the templates will be filled with. */
const samples = [
  { hostname: "shop.example.com", kind: "subdomain" },
  { hostname: "example.com", kind: "apex" },
] as const;

/** `{{hostname}}`, or labels before it. */
const hostPattern = /^(?:[a-z0-9_-]+\.)*\{\{hostname\}\}\.?$/i;

/**
 * The templates of an application are filled with any hostname, so each host must be made of it.
 * @throws Refusal invalid
 */
export function assertApplicationTemplates(templates: readonly RecordTemplate[], edge: EdgeTarget): void {
  for (const sample of samples) assertRecordTemplates(templates, sample, edge, "record_template");
  templates.forEach(({ host }, index) => {
    if (hostPattern.test(host)) return;
    const text = `“${host}” fits one hostname only. Use {{hostname}}, or a name below it such as www.{{hostname}}.`;
    throw new Refusal("invalid", text, { param: `record_template.${index}.host` });
  });
}
