import { type Network, parseNetwork } from "@/lib/kernel/networks";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An item of EDGE_UPSTREAM_ALLOW: a network, or `<tenant-id>=<network>`. null: neither. */
export function parseAllowedNetwork(item: string): { tenantId: string | null; network: Network } | null {
  const [, tenantId, text = ""] = /^(?:([^=]*)=)?(.+)$/.exec(item) ?? [];
  const network = parseNetwork(text);
  if (network === null || (tenantId !== undefined && !uuid.test(tenantId))) return null;
  return { tenantId: tenantId?.toLowerCase() ?? null, network };
}
