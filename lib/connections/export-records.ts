import { getConnectionRow, templatesOf } from "@/lib/connections/connection-row";
import type { ExportRecordsInput, RecordsExport } from "@/lib/connections/schema";
import type { DesiredRecord } from "@/lib/dns/records";
import { challenge } from "@/lib/dns/records/challenge";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import { toTerraform } from "@/lib/dns/records/terraform";
import { toZoneFile } from "@/lib/dns/records/zone-file";
import { Refusal } from "@/lib/kernel/errors";
import { toWire } from "@/lib/kernel/wire";
import type { Context } from "@/lib/platform/ports/context";

const challengeTtlSeconds = 300;

/**
 * All records that the customer has to publish, the challenge too, as a file for their tools.
 * @throws Refusal not_found; invalid where `provider` is missing, or does not apply to the format
 */
export async function exportRecords(ctx: Context, input: ExportRecordsInput): Promise<RecordsExport> {
  const { format, provider } = input;
  if ((format === "terraform") !== (provider !== undefined)) {
    const text =
      format === "terraform"
        ? "provider: say whose Terraform resources to write, e.g. cloudflare."
        : "provider: only Terraform files differ by provider. Leave it out.";
    throw new Refusal("invalid", text, { param: "provider" });
  }
  const row = await getConnectionRow(ctx, input.id);
  const { hostname, challengeValue, registrableDomain: zone } = row;
  const records: DesiredRecord[] = [
    { host: challenge.name(hostname), type: "TXT", value: challengeValue, ttl: challengeTtlSeconds },
    ...desiredRecords(row, ctx.policy.edge, templatesOf(row)),
  ];
  const file = (extension: string, content: string) => ({ format, filename: `${hostname}.${extension}`, content });
  if (provider) return file("tf", toTerraform(provider, zone, records));
  if (format === "zone") return file("zone", toZoneFile(hostname, records));
  return file("json", `${JSON.stringify(toWire({ hostname, zone, records }), null, 2)}\n`);
}
