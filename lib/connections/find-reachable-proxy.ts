import { observeAddresses } from "@/lib/dns/observe-records";
import type { DesiredRecord, RecordObservation } from "@/lib/dns/records";
import type { Context } from "@/lib/platform/ports/context";

/**
 * The addresses by which visitors come to us although something else is published than was asked for: a proxy, or an alias
 * of another name. null: nothing else is published, or not all of it was seen to lead to our own edge. Asks the network
 * only where something else is published. Never rejects. See docs/decisions/0010.
 */
export async function findReachableProxy(
  ctx: Pick<Context, "resolver" | "edgeReach" | "policy">,
  hostname: string,
  observations: readonly RecordObservation[],
): Promise<string[] | null> {
  const own = observations.filter(({ record }) => leadsVisitors(record, hostname));
  const kinds = own.map(({ observation }) => observation.kind);
  if (!kinds.includes("conflict") || kinds.includes("unreachable")) return null;
  const addresses = await observeAddresses(ctx.resolver, hostname);
  return (await ctx.edgeReach.isBehind(hostname, addresses)) ? addresses : null;
}

/** Of the other records, what visitors reach says nothing. */
export function leadsVisitors(record: DesiredRecord, hostname: string): boolean {
  return record.host === hostname && record.type !== "TXT";
}
