import { dataOf, oneQuery } from "@/components/queries/endpoint-query";
import { getBrandingEndpoint } from "@/lib/api/endpoints/branding";
import { listConnectionsEndpoint } from "@/lib/api/endpoints/connections";

export const brandingQuery = oneQuery(getBrandingEndpoint, {});

/** Live domains that could serve the share pages. */
export function liveDomainsQuery(typed: string) {
  const q = typed.trim();
  const input = { state: ["live" as const], limit: 20, ...(q === "" ? {} : { q }) };
  return oneQuery(listConnectionsEndpoint, input, { select: dataOf });
}
