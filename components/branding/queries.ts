import { dataOf, oneQuery } from "@/components/queries/endpoint-query";
import { getBrandingCall } from "@/lib/api/calls/get-branding";
import { listConnectionsCall } from "@/lib/api/calls/list-connections";

export const brandingQuery = oneQuery(getBrandingCall, {});

/** Live domains that could serve the share pages. */
export function liveDomainsQuery(typed: string) {
  const q = typed.trim();
  const input = { state: ["live" as const], limit: 20, ...(q === "" ? {} : { q }) };
  return oneQuery(listConnectionsCall, input, { select: dataOf });
}
