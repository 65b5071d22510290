import type { Zone } from "@/lib/dns/adapters/adapter";
import type { Row, RowApi } from "@/lib/dns/adapters/row-driver";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

type NewRow = Omit<Row, "id">;

/** Types that allow no other record at their name. ALIAS and ANAME: as providers have them, for addresses at least. */
const exclusiveTypes = ["CNAME", "ALIAS", "ANAME"];

/**
 * For providers that refuse a record in the same words whatever the reason. Reads the name again: the record that exists
 * already is success, another one in its way is `conflict_existing`, and else the refusal stands.
 */
export async function createOrExplain(
  api: Pick<RowApi, "listRows">,
  zone: Zone,
  row: NewRow,
  create: () => Promise<void>,
): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof ProviderFault) || error.code !== "record_refused") throw error;
    const rows = (await api.listRows(zone, [row.name])).filter(({ name }) => name === row.name);
    if (rows.some(({ type, value }) => type === row.type && value === row.value)) return;
    const other = rows.find(({ type }) => excludes(type, row.type));
    if (other === undefined) throw error;
    const said = [error.said, `(${other.name} has ${other.type} ${other.value})`].filter(Boolean).join(" ");
    throw new ProviderFault("conflict_existing", { said, status: error.status ?? undefined });
  }
}

function excludes(existing: string, wanted: string): boolean {
  return exclusiveTypes.includes(existing) || wanted === "CNAME";
}
