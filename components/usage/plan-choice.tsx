"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, TriangleAlert } from "lucide-react";
import { environmentLabels } from "@/components/applications/environment-badge";
import { useShellSession } from "@/components/session/shell-session";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { plansQuery, subscriptionQuery, usageQuery } from "@/components/usage/queries";
import type { PlanResource } from "@/lib/accounts/quotas/schema";
import { request } from "@/lib/api/client";
import { changePlanEndpoint } from "@/lib/api/endpoints/plans";
import { type PlanName, perPeriod, usageKinds, usageKindsIn } from "@/lib/kernel/plans";
import { environments } from "@/lib/kernel/scopes";

const amount = (value: number | null) => (value === null ? "Unlimited" : value.toLocaleString("en"));

/** Plans side by side. A change may open the checkout page of the billing provider. */
export function PlanChoice({ current }: { current: PlanName }) {
  const client = useQueryClient();
  const { role } = useShellSession();
  const { data: plans } = useQuery(plansQuery);
  const change = useMutation({
    mutationFn: (plan: PlanName) => request(changePlanEndpoint, { plan }),
    onSuccess: async (changed) => {
      if (changed.checkoutUrl) {
        window.location.assign(changed.checkoutUrl);
        return;
      }
      await Promise.all([
        client.invalidateQueries({ queryKey: usageQuery.queryKey }),
        client.invalidateQueries({ queryKey: subscriptionQuery.queryKey }),
      ]);
      toast({ title: "Your plan is being changed" });
    },
  });
  return (
    <Section
      padded
      title="Plans"
      description={
        role === "owner"
          ? "Changes apply immediately, or after payment."
          : "An owner of your company can change the plan."
      }
    >
      {change.isError && (
        <div className="mb-4">
          <Notice tone="bad" icon={TriangleAlert}>
            {change.error.message}
          </Notice>
        </div>
      )}
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {plans?.map((plan) => (
          <li
            key={plan.name}
            className={`flex flex-col gap-3 rounded-lg border p-4 ${plan.name === current ? "border-accent" : "border-line"}`}
          >
            <h3 className="flex items-center justify-between gap-2 font-semibold">
              {plan.title}
              {plan.name === current && (
                <span className="flex items-center gap-1 font-normal text-accent text-sm">
                  <Check aria-hidden className="size-4" />
                  Current
                </span>
              )}
            </h3>
            <Limits plan={plan} />
            {role === "owner" && plan.name !== current && (
              <Button
                variant="plain"
                size="small"
                busy={change.isPending && change.variables === plan.name}
                onClick={() => change.mutate(plan.name)}
                className="mt-auto self-start"
              >
                Change to {plan.title}
              </Button>
            )}
          </li>
        )) ?? [1, 2, 3, 4].map((key) => <Skeleton key={key} className="h-40 w-full" />)}
      </ul>
    </Section>
  );
}

function Limits({ plan: { limits } }: { plan: PlanResource }) {
  return (
    <>
      {environments.map((environment) => (
        <div key={environment} className="grid gap-1 text-ink-soft text-sm">
          <h4 className="font-medium text-ink">{environmentLabels[environment]}</h4>
          <ul className="grid gap-1">
            {usageKindsIn(environment).map((kind) => (
              <li key={kind}>
                <span className="text-ink tabular-nums">{amount(limits[kind])}</span> {usageKinds[kind].noun}
                {perPeriod(kind)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
