import type { ConnectionRow } from "@/lib/connections/connection-row";
import { observeAddresses } from "@/lib/dns/observe-records";
import type { Observation } from "@/lib/dns/records";
import type { Context } from "@/lib/platform/ports/context";
import type { ReachJudgement, SecureReach } from "@/lib/platform/ports/edge";

/** `addresses`: where our edge was asked for. */
export type ProxyReach = { judgement: ReachJudgement; addresses: string[] };

type ObservedKind = { host: string; type: string; kind: Observation["kind"] };

/** An edge that does not know of the admission yet would refuse the handshake. */
export const justAdmittedMs = 3_000;

/**
 * Whether visitors reach our edge although other records are published than the desired ones: through a proxy, or by an alias.
 * null: the records match, or nothing is known of them. Uses the network only where records differ. Never rejects. See
 * docs/decisions/0010 and 0030.
 */
export async function findReachableProxy(
  ctx: Pick<Context, "resolver" | "edgeReach" | "policy" | "now">,
  row: Pick<ConnectionRow, "hostname" | "claim" | "certificateFact">,
  observed: readonly ObservedKind[],
  secure: SecureReach = secureReachOf(row, ctx.now()),
): Promise<ProxyReach | null> {
  const kinds = observed.filter((one) => leadsVisitors(one, row.hostname)).map(({ kind }) => kind);
  if (!kinds.includes("conflict") || kinds.includes("unreachable")) return null;
  const addresses = await observeAddresses(ctx.resolver, row.hostname);
  return { judgement: await ctx.edgeReach.judge(row.hostname, addresses, secure), addresses };
}

/** Whether the record decides where visitors arrive. What they reach proves nothing about the others. */
export function leadsVisitors(record: { host: string; type: string }, hostname: string): boolean {
  return record.host === hostname && record.type !== "TXT";
}

/** Handshakes are made for names that the edge allows, so that none of ours is counted as refused. */
function secureReachOf(
  { claim, certificateFact }: Pick<ConnectionRow, "claim" | "certificateFact">,
  now: Date,
): SecureReach {
  if (claim === null || claim.admittedAt === null) return "skipped";
  const sinceMs = now.getTime() - claim.admittedAt.getTime();
  if (sinceMs >= 0 && sinceMs < justAdmittedMs) return "skipped";
  return certificateFact === "ok" ? "required" : "tried";
}
