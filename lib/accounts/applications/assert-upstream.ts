import { setTimeout as sleep } from "node:timers/promises";
import { normaliseName } from "@/lib/dns/domain-name";
import { Refusal } from "@/lib/kernel/errors";
import { refuseUpstream } from "@/lib/platform/outbound/check-upstream";
import type { Context } from "@/lib/platform/ports/context";

const lookUpMs = 2_000;

/**
 * Refuses an origin that the edge would not use. It resolves the name, so call it outside of any transaction; a name that
 * does not resolve (in time, or at all) may be saved, because the edge checks it again for each request.
 * @throws Refusal invalid
 */
export async function assertUpstream(ctx: Context, upstream: string): Promise<void> {
  const decision = await Promise.race([
    ctx.upstreams.decide(upstream, ctx.tenantId),
    sleep(lookUpMs, null, { ref: false }),
  ]);
  if (decision?.kind === "refused") throw refusal(decision.message);
  // The edge's copy of the claims is a moment behind the database.
  const hostname = normaliseName(new URL(upstream).hostname);
  const claim = await ctx.database.prisma.hostnameClaim.findUnique({ where: { hostname }, select: { hostname: true } });
  if (claim !== null) throw refusal(refuseUpstream("leads_to_edge", hostname).message);
}

function refusal(message: string): Refusal {
  return new Refusal("invalid", message, { param: "upstream" });
}
