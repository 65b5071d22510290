"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { limitText, planChanges } from "@/components/usage/plan-changes";
import { subscriptionQuery, usageQuery } from "@/components/usage/queries";
import type { PlanResource, UsageResource } from "@/lib/accounts/quotas/schema";
import { changePlanCall } from "@/lib/api/calls/change-plan";
import { request } from "@/lib/api/client";
import { priceText, usageKinds } from "@/lib/kernel/plans";

/** Changes the plan, after it has said what that costs and changes. May open the checkout page of the billing provider. */
export function ChangePlan({
  from,
  to,
  usage,
  isPaidHere,
}: {
  from: PlanResource;
  to: PlanResource;
  usage: UsageResource;
  isPaidHere: boolean;
}) {
  const client = useQueryClient();
  const changes = planChanges(from, to, usage);
  const exceeded = changes.filter(({ isExceeded }) => isExceeded);

  async function change() {
    const changed = await request(changePlanCall, { plan: to.name });
    if (changed.checkoutUrl) {
      window.location.assign(changed.checkoutUrl);
      // The button stays busy until the checkout page loads.
      await new Promise(() => undefined);
    }
    await Promise.all([
      client.invalidateQueries({ queryKey: usageQuery.queryKey }),
      client.invalidateQueries({ queryKey: subscriptionQuery.queryKey }),
    ]);
    toast({ title: `Your plan is being changed to ${to.title}` });
  }

  return (
    <ConfirmDialog
      title={`Change to ${to.title}?`}
      description={costText(to, isPaidHere)}
      trigger={
        <Button variant="plain" size="small" writes className="mt-auto self-start">
          Change to {to.title}
        </Button>
      }
      confirm={to.name === "free" || isPaidHere ? `Change to ${to.title}` : "Continue to payment"}
      busyText="Changing…"
      harmless={exceeded.length === 0}
      onConfirm={change}
    >
      {exceeded.length > 0 && (
        <Notice tone="waiting" icon={TriangleAlert}>
          <p className="font-medium">You use more than {to.title} allows</p>
          <ul>
            {exceeded.map(({ kind }) => (
              <li key={kind}>
                {usageKinds[kind].title}: {usage[kind].used.toLocaleString("en")} used,{" "}
                {limitText(kind, to.limits[kind])}
              </li>
            ))}
          </ul>
          <p>Running domains stay live. New ones are refused until you are below the limit.</p>
        </Notice>
      )}
      <ul aria-label="What changes" className="grid max-h-64 gap-1 overflow-y-auto text-sm">
        {changes.map(({ kind, from: before, to: after, isLess }) => {
          const Icon = isLess ? ArrowDown : ArrowUp;
          return (
            <li key={kind} className="flex gap-2">
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isLess ? "text-waiting" : "text-good"}`} />
              <span>
                {limitText(kind, after)}{" "}
                <span className="text-ink-soft">
                  ({isLess ? "less than" : "up from"} {before === null ? "unlimited" : before.toLocaleString("en")})
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </ConfirmDialog>
  );
}

function costText({ name, title, price }: PlanResource, isPaidHere: boolean): string {
  if (name === "free") {
    return isPaidHere ? "Nothing is billed after the paid period, when the plan changes." : "It costs nothing.";
  }
  const cost = price ? `${title} costs ${priceText(price)}.` : "The price is on the next page.";
  return isPaidHere
    ? `${price ? cost : ""} The change applies immediately, and is billed in proportion.`.trim()
    : `${cost} The plan changes once you have paid.`;
}
