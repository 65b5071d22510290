import { periodOf } from "@/lib/accounts/quotas/period";
import { Refusal } from "@/lib/kernel/errors";
import { type PlanName, perPeriod, plans, type UsageKind, usageKinds } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

type Caller = Pick<Context, "now" | "actor" | "policy">;

/**
 * 402, with what an integrator needs to offer an upgrade: the limit, the plan, and where to change it. The bearer of a
 * widget token sees neither; their text only says that it is not their fault.
 * @param exceeded `at`: a moment of the period that is used up, if it is not the current one
 */
export function quotaExceeded(
  ctx: Caller,
  exceeded: { kind: UsageKind; limit: number; used: number; plan: PlanName; at?: Date },
): Refusal {
  const { kind, limit, used, plan, at } = exceeded;
  const { noun, reset, stored, metric } = usageKinds[kind];
  if (ctx.actor.kind === "widget") return new Refusal("QuotaExceeded", textForVisitors[metric] ?? noMoreDomains);
  const periodEnd = periodOf(kind, at ?? ctx.now())?.end ?? null;
  const isOfPlan = plans[plan].limits[kind] === limit;
  const whose = isOfPlan ? `the ${plans[plan].title} plan's` : "your";
  const what = `${limit.toLocaleString("en-US")} ${noun}${reset === "never" ? "" : ` in${perPeriod(kind)}`}`;
  const wayOut =
    periodEnd === null
      ? "Archive connections that you no longer need, or choose a larger plan"
      : `${metric === "firstCert" ? waitsForCertificate : ""}Choose a larger plan, or wait until ${periodEnd.toISOString().slice(0, 10)} (UTC), when a new ${reset} begins`;
  return new Refusal(
    "QuotaExceeded",
    `You have reached ${whose} limit of ${what}. ${wayOut}: ${ctx.policy.upgradeUrl}`,
    {
      fields: { limit, plan, upgradeUrl: ctx.policy.upgradeUrl },
      details: { kind: stored, used, periodEnd },
    },
  );
}

const waitsForCertificate =
  "The TXT record is right, and this domain continues automatically when the limit allows it. ";

const noMoreDomains =
  "No more domains can be connected on this site right now. Nothing is wrong with yours: ask the owner of the site.";

const textForVisitors: Partial<Record<(typeof usageKinds)[UsageKind]["metric"], string>> = {
  check:
    "No more checks can be requested on this site right now. Nothing is wrong with your domain: it is still checked automatically.",
  firstCert:
    "Your TXT record is right. This site cannot finish more domains today, so yours continues automatically later.",
};
