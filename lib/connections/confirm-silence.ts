import { type ConnectionRow, templatesOf } from "@/lib/connections/connection-row";
import { observeRecords } from "@/lib/dns/observe-records";
import { isOverload } from "@/lib/dns/records";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import type { Context } from "@/lib/platform/ports/context";

const budgetMs = 5_000;

/**
 * Whether the nameservers of a domain are silent while our own DNS works: the registry that delegates the domain answers, by
 * the same resolvers and the same network, and after that they are still silent. Otherwise the outage may be ours, and says
 * nothing about any domain. Never rejects.
 */
export async function confirmSilence(
  ctx: Pick<Context, "recursive" | "resolver" | "policy">,
  row: ConnectionRow,
): Promise<boolean> {
  if (!(await isOwnDnsWorking(ctx, row))) return false;
  const desired = desiredRecords(row, ctx.policy.edge, templatesOf(row));
  const observations = await observeRecords(ctx.resolver, desired, ctx.policy.edge);
  return observations.every(({ observation }) => observation.kind === "unreachable" && !isOverload(observation));
}

/** The sandbox has no registry: there the edge's own name stands in for it. */
async function isOwnDnsWorking(
  { recursive, resolver, policy }: Pick<Context, "recursive" | "resolver" | "policy">,
  { registrableDomain }: ConnectionRow,
): Promise<boolean> {
  const referral = await recursive.refer(registrableDomain, { budgetMs });
  if (referral.kind !== "unreachable") return true;
  if (!policy.sandbox) return false;
  const { servers } = await resolver.ask(policy.edge.hostname, "A", { budgetMs });
  return servers.some(({ kind }) => kind !== "unreachable");
}
