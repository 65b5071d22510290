import { z } from "zod";
import { isRunning } from "@/lib/accounts/billing/running-subscription";
import { findPlanName } from "@/lib/accounts/quotas/plan-of";
import { lockTenantPlan, setPlan } from "@/lib/accounts/quotas/set-plan";
import type { Subscription } from "@/lib/db/generated/client";
import { inTransaction, isUniqueViolation, type Tx } from "@/lib/db/transaction";
import type { PlanName } from "@/lib/kernel/plans";
import type { SubscriptionReport } from "@/lib/platform/ports/billing";
import { type Context, onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/** Why a report changed nothing; null: it was applied. The provider gets the same response, or it would retry forever. */
export type ReportOutcome = { ignored: "unknown_tenant" | "unknown_plan" | "stale" | "customer_taken" | null };

/**
 * Applies a report of the billing provider: the subscription and the tenant's plan, in one transaction. Applying it twice
 * changes nothing, and neither does one that is older than the last one applied.
 */
export async function applyReport(service: ServiceContext, report: SubscriptionReport): Promise<ReportOutcome> {
  const outcome = await apply(service, report);
  if (outcome.ignored !== null) {
    const { tenantId, plan, subscriptionId, status } = report;
    const level = outcome.ignored === "stale" ? "info" : "warn";
    service.log[level](
      { tenantId, plan, subscriptionId, status, why: outcome.ignored },
      "a billing report was ignored",
    );
  }
  return outcome;
}

async function apply(service: ServiceContext, report: SubscriptionReport): Promise<ReportOutcome> {
  const plan = findPlanName(report.plan);
  if (plan === null && report.plan !== null) return { ignored: "unknown_plan" };
  const tenantId = z.uuid().safeParse(report.tenantId);
  if (!tenantId.success) return { ignored: "unknown_tenant" };
  const ctx = onBehalfOf(service, tenantId.data, { kind: "worker" });
  try {
    return await inTransaction(service, (tx) => store(ctx, tx, report, plan));
  } catch (error) {
    // Another tenant's row has this customer: somebody edited the provider's data by hand.
    if (isUniqueViolation(error)) return { ignored: "customer_taken" };
    throw error;
  }
}

async function store(ctx: Context, tx: Tx, report: SubscriptionReport, plan: PlanName | null): Promise<ReportOutcome> {
  // The tenant's row is the lock: two reports of one tenant are applied in sequence.
  if ((await lockTenantPlan(ctx, tx)) === null) return { ignored: "unknown_tenant" };
  const row = await tx.subscription.findUnique({ where: { tenantId: ctx.tenantId } });
  if (row && isStale(row, report, plan)) return { ignored: "stale" };
  const data = {
    provider: ctx.billing.provider ?? "unknown",
    customerId: report.customerId,
    subscriptionId: report.subscriptionId,
    status: report.status,
    currentPeriodEnd: report.currentPeriodEnd,
    reportedAt: report.reportedAt,
  };
  await tx.subscription.upsert({
    where: { tenantId: ctx.tenantId },
    create: { tenantId: ctx.tenantId, ...data },
    update: data,
  });
  if (plan !== null) await setPlan(ctx, tx, plan, { by: "billing", provider: data.provider, status: report.status });
  return { ignored: null };
}

/**
 * Messages may have equal times (Stripe's are whole seconds), so time alone does not order them: a subscription is
 * undecided only at its start, and the end of another subscription does not end the running one.
 */
function isStale(row: Subscription, report: SubscriptionReport, plan: PlanName | null): boolean {
  if (report.reportedAt < row.reportedAt) return true;
  if (row.subscriptionId === report.subscriptionId) return plan === null && row.status !== report.status;
  return isRunning(row) && (plan === null || plan === "free");
}
