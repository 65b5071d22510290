"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { connectionQuery } from "@/components/queries/queries";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { applyRecordsCall } from "@/lib/api/calls/apply-records";
import { ApiError, request } from "@/lib/api/client";
import { readDates } from "@/lib/api/read-dates";
import type { ChangePlanResource } from "@/lib/connections/writing/schema";
import { fromWire } from "@/lib/kernel/wire";

const load = () => import("@/components/connections/writing/plan-diff");
const PlanDiff = lazy(() => load().then((file) => ({ default: file.PlanDiff })));

/**
 * Reads a plan, shows what would be different, and carries it out once it is confirmed. Where the zone has changed meanwhile,
 * the new plan takes the place of the old one, with the reason.
 */
export function ConfirmPlan({
  connectionId,
  label,
  icon,
  makePlan,
  primary = false,
}: {
  connectionId: string;
  /** Of the button that makes the plan. */
  label: string;
  icon?: ReactNode;
  makePlan: () => Promise<ChangePlanResource>;
  primary?: boolean;
}) {
  const client = useQueryClient();
  const [plan, setPlan] = useState<ChangePlanResource | null>(null);
  const [isDone, setDone] = useState(false);
  const making = useMutation({
    mutationFn: async () => (await Promise.all([makePlan(), load()]))[0],
    onMutate: () => setDone(false),
    onSuccess: (made) => setPlan(made),
  });
  const applying = useMutation({
    mutationFn: ({ id, conflicts }: ChangePlanResource) =>
      request(applyRecordsCall, { id: connectionId, planId: id, removeConflicts: conflicts.length > 0 }),
    onSuccess: ({ connection }) => {
      client.setQueryData(connectionQuery(connectionId).queryKey, connection);
      setPlan(null);
      setDone(true);
      void client.invalidateQueries({ queryKey: ["connections"] });
    },
    onError: (error) => setPlan(newPlanOf(error) ?? plan),
  });
  const error = applying.error ?? making.error;
  const isBlocked = plan?.conflicts.some(({ removable }) => !removable) ?? false;
  const isEmpty = plan !== null && plan.changes.length + plan.conflicts.length === 0;

  return (
    <div className="grid min-w-0 gap-3">
      {plan === null && (
        <Button
          variant={primary ? "primary" : "plain"}
          className="justify-self-start"
          busy={making.isPending}
          onClick={() => {
            applying.reset();
            making.mutate();
          }}
        >
          {icon}
          {label}
        </Button>
      )}
      <div role="status" className="grid gap-3 empty:hidden">
        {error && (
          <Notice tone="bad" icon={CircleX}>
            <p>{error.message}</p>
          </Notice>
        )}
        {isDone && (
          <Notice tone="good" icon={CircleCheck}>
            <p>The change is made at the DNS provider.</p>
          </Notice>
        )}
      </div>
      {plan !== null && (
        <div className="grid gap-3">
          <p className="text-ink-soft text-sm">
            In the zone {plan.zone}, through “{plan.label}”. Nothing is changed before you confirm it.
          </p>
          <Suspense fallback={null}>
            <PlanDiff changes={plan.changes} conflicts={plan.conflicts} />
          </Suspense>
          <div className="flex flex-wrap gap-2">
            {!isEmpty && !isBlocked && (
              <Button busy={applying.isPending} onClick={() => applying.mutate(plan)}>
                {plan.conflicts.length > 0 ? "Confirm, and remove what is in the way" : "Confirm the change"}
              </Button>
            )}
            <Button variant="plain" disabled={applying.isPending} onClick={() => setPlan(null)}>
              {isEmpty || isBlocked ? "Close" : "Cancel"}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

/** The refusal of an outdated plan has the new one. */
function newPlanOf(error: unknown): ChangePlanResource | null {
  if (!(error instanceof ApiError)) return null;
  const { plan } = error.details;
  return typeof plan === "object" && plan !== null ? (readDates(fromWire(plan)) as ChangePlanResource) : null;
}
