import { periodAt } from "@/lib/accounts/quotas/period";
import { Refusal } from "@/lib/kernel/errors";
import { type PlanName, plans, type UsageKind } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

type Asked = Pick<Context, "now" | "actor" | "policy">;

/**
 * 402, with what an integrator needs in order to offer a way on: the limit, the plan, and where to change it. The bearer
 * of a widget token is a stranger to both, and is told only that it is not their fault.
 */
export function quotaExceeded(
  ctx: Asked,
  exceeded: { kind: UsageKind; limit: number; used: number; plan: PlanName },
): Refusal {
  const { kind, limit, used, plan } = exceeded;
  if (ctx.actor.kind === "widget") return new Refusal("QuotaExceeded", textForVisitors);
  const periodEnd = kind === "active_domain" ? null : periodAt(ctx.now()).end;
  const isOfPlan = plans[plan].limits[kind] === limit;
  const whose = `${isOfPlan ? `the ${plans[plan].title} plan's` : "your"} limit of ${limit.toLocaleString("en-US")} ${nouns[kind]}`;
  const wayOut =
    periodEnd === null
      ? "Archive connections that you no longer need, or choose a larger plan"
      : `Choose a larger plan, or wait until ${periodEnd.toISOString().slice(0, 10)} (UTC), when a new month begins`;
  return new Refusal("QuotaExceeded", `You have reached ${whose}. ${wayOut}: ${ctx.policy.upgradeUrl}`, {
    fields: { limit, plan, upgradeUrl: ctx.policy.upgradeUrl },
    details: { kind, used, periodEnd },
  });
}

const textForVisitors =
  "No more domains can be connected on this site right now. Nothing is wrong with yours: tell the people who run the site.";

const nouns: Record<UsageKind, string> = {
  connect: "connections started in a month",
  active_domain: "active domains",
  cert: "certificates in a month",
  api_call: "API requests in a month",
};
