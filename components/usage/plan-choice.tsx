"use client";

import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { environmentLabels } from "@/components/applications/environment-badge";
import { useShellSession } from "@/components/session/shell-session";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ChangePlan } from "@/components/usage/change-plan";
import { limitText } from "@/components/usage/plan-changes";
import { plansQuery, subscriptionQuery } from "@/components/usage/queries";
import type { PlanResource, UsageResource } from "@/lib/accounts/quotas/schema";
import { priceText, usageKindsIn } from "@/lib/kernel/plans";
import { environments } from "@/lib/kernel/scopes";

/** Plans side by side, with their prices. Only those that can be changed to have a button. */
export function PlanChoice({ usage }: { usage: UsageResource }) {
  const { role } = useShellSession();
  const { data: plans } = useQuery(plansQuery);
  const subscription = useQuery(subscriptionQuery).data;
  const current = plans?.find(({ name }) => name === usage.plan);
  const isOwner = role === "owner";
  const isClosed = plans?.every(({ name, available }) => available === (name === "free"));
  return (
    <Section
      padded
      title="Plans"
      description={
        isClosed
          ? "Plans cannot be paid for on this page. The operator changes yours."
          : isOwner
            ? "Changes apply immediately, or after payment."
            : "An owner of your company can change the plan."
      }
    >
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {plans?.map((plan) => (
          <li
            key={plan.name}
            className={`flex flex-col gap-3 rounded-lg border p-4 ${plan.name === usage.plan ? "border-accent" : "border-line"}`}
          >
            <h3 className="flex items-center justify-between gap-2 font-semibold">
              {plan.title}
              {plan.name === usage.plan && (
                <span className="flex items-center gap-1 font-normal text-accent text-sm">
                  <Check aria-hidden className="size-4" />
                  Current
                </span>
              )}
            </h3>
            <p className="font-medium tabular-nums">
              {plan.price ? priceText(plan.price) : plan.name === "free" ? "No charge" : "Price on request"}
            </p>
            <Limits plan={plan} />
            {plan.name !== usage.plan && current && isOwner && plan.available && (
              <ChangePlan
                from={current}
                to={plan}
                usage={usage}
                isPaidHere={subscription?.status != null && subscription.currentPeriodEnd !== null}
              />
            )}
            {plan.name !== usage.plan && !plan.available && <AskUs plan={plan} />}
          </li>
        )) ?? [1, 2, 3, 4].map((key) => <Skeleton key={key} className="h-40 w-full" />)}
      </ul>
    </Section>
  );
}

function AskUs({ plan: { title, contact } }: { plan: PlanResource }) {
  if (contact === null) return <p className="mt-auto text-ink-soft text-sm">Ask the operator of this installation.</p>;
  const isUrl = contact.startsWith("https://");
  const mail = `mailto:${contact}?subject=${encodeURIComponent(`The ${title} plan`)}`;
  return (
    <a
      href={isUrl ? contact : mail}
      {...(isUrl ? { target: "_blank", rel: "noreferrer" } : {})}
      className="control-small mt-auto inline-flex items-center self-start font-medium text-accent underline underline-offset-4"
    >
      Ask us about {title}
      {isUrl && <span className="sr-only"> (in a new tab)</span>}
    </a>
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
              <li key={kind}>{limitText(kind, limits[kind])}</li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
