import type { Zone } from "@/lib/dns/adapters/adapter";
import type { Row, RowApi } from "@/lib/dns/adapters/row-driver";

/**
 * For providers whose batch was refused as a whole: the same writes, a call for each. What is new comes first, so that
 * names always resolve; a CNAME record excludes that.
 */
export async function writeSingly(
  api: Pick<RowApi, "createRow" | "deleteRow">,
  zone: Zone,
  { create, remove }: { create: readonly Omit<Row, "id">[]; remove: readonly Row[] },
): Promise<void> {
  const aliases = new Set([...create, ...remove].filter(({ type }) => type === "CNAME").map(({ name }) => name));
  for (const row of remove) if (aliases.has(row.name)) await api.deleteRow(zone, row);
  for (const row of create) await api.createRow(zone, row);
  for (const row of remove) if (!aliases.has(row.name)) await api.deleteRow(zone, row);
}
