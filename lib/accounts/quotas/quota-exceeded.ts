import { periodAt } from "@/lib/accounts/quotas/period";
import { Refusal } from "@/lib/kernel/errors";
import { type PlanName, plans, type UsageKind, usageKinds } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

type Caller = Pick<Context, "now" | "actor" | "policy">;

/**
 * 402, with what an integrator needs to offer an upgrade: the limit, the plan, and where to change it. The bearer of a
 * widget token sees neither; their text only says that it is not their fault.
 */
export function quotaExceeded(
  ctx: Caller,
  exceeded: { kind: UsageKind; limit: number; used: number; plan: PlanName },
): Refusal {
  const { kind, limit, used, plan } = exceeded;
  const { noun, reset, stored } = usageKinds[kind];
  if (ctx.actor.kind === "widget") return new Refusal("QuotaExceeded", textForVisitors);
  const periodEnd = reset === "never" ? null : periodAt(ctx.now()).end;
  const isOfPlan = plans[plan].limits[kind] === limit;
  const whose = isOfPlan ? `the ${plans[plan].title} plan's` : "your";
  const what = `${limit.toLocaleString("en-US")} ${noun}${reset === "month" ? " in a month" : ""}`;
  const wayOut =
    periodEnd === null
      ? "Archive connections that you no longer need, or choose a larger plan"
      : `Choose a larger plan, or wait until ${periodEnd.toISOString().slice(0, 10)} (UTC), when a new month begins`;
  return new Refusal(
    "QuotaExceeded",
    `You have reached ${whose} limit of ${what}. ${wayOut}: ${ctx.policy.upgradeUrl}`,
    {
      fields: { limit, plan, upgradeUrl: ctx.policy.upgradeUrl },
      details: { kind: stored, used, periodEnd },
    },
  );
}

const textForVisitors =
  "No more domains can be connected on this site right now. Nothing is wrong with yours: ask the owner of the site.";
