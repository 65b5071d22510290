import type { EdgeTarget } from "@/lib/dns/compare-records";
import { assertRecordTemplates } from "@/lib/dns/records/assert-records";
import type { RecordTemplate } from "@/lib/dns/records/schema";
import { Refusal } from "@/lib/kernel/errors";

/** Examples of the hostnames that will fill the templates. */
const samples = [
  { hostname: "shop.example.com", kind: "subdomain" },
  { hostname: "example.com", kind: "apex" },
] as const;

/** `{{hostname}}`, or labels before it. */
const hostPattern = /^(?:[a-z0-9_-]+\.)*\{\{hostname\}\}\.?$/i;

/**
 * Any hostname may fill an application's templates, so each host must contain it.
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
