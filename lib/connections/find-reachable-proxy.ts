import { observeAddresses } from "@/lib/dns/observe-records";
import type { DesiredRecord, RecordObservation } from "@/lib/dns/records";
import type { Context } from "@/lib/platform/ports/context";

/**
 * The addresses by which visitors reach our edge although other records are published than the desired ones: a proxy's, or
 * those behind an alias. null: the records match, or an address was not seen to lead to our edge. Uses the network only
 * where records differ. Never rejects. See docs/decisions/0010.
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

/** Whether the record decides where visitors arrive. What they reach proves nothing about the others. */
export function leadsVisitors(record: DesiredRecord, hostname: string): boolean {
  return record.host === hostname && record.type !== "TXT";
}
