import { isEqualOrBelow } from "@/lib/dns/domain-name";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Refuses names of this installation as the host that an origin gets: what is behind them is reached as itself.
 * @throws Refusal invalid
 */
export function assertUpstreamHost(ctx: Pick<Context, "policy">, upstreamHost: string): void {
  const own = ctx.policy.platformHostnames.find((name) => isEqualOrBelow(upstreamHost, name));
  if (own === undefined) return;
  const text = `“${upstreamHost}” belongs to Latchkey itself. Use the name that your own server answers for.`;
  throw new Refusal("invalid", text, { param: "upstream_host" });
}
