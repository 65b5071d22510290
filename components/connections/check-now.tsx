"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import {
  awaitsProof,
  type CheckReport,
  failureReport,
  ownershipReport,
  questionOf,
  recordsReport,
} from "@/components/connection-facts/check-report";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { checkRecordsCall } from "@/lib/api/calls/check-records";
import { verifyConnectionCall } from "@/lib/api/calls/verify-connection";
import { request } from "@/lib/api/client";
import type { ConnectionResource } from "@/lib/connections/schema";

const titles: Record<CheckReport["tone"], string> = {
  good: "Checked",
  waiting: "Checked: not complete yet",
  bad: "The check failed",
};

/**
 * Checks right away: the proof until it is there, then the records. The result is in the cards of the records, and in a
 * toast, which is in view wherever the page is scrolled to. `question`: what is queried now; null: nothing.
 */
export function useCheckNow(
  connection: ConnectionResource,
  onDone: () => void,
): { isPending: boolean; question: string | null; check: () => void } {
  const client = useQueryClient();
  const { id } = connection;
  const { isPending, mutate } = useMutation({
    mutationFn: async (): Promise<CheckReport> => {
      if (!awaitsProof(connection)) return recordsReport(await request(checkRecordsCall, { id }));
      return request(verifyConnectionCall, { id }).then(() => ownershipReport(null), ownershipReport);
    },
    onSuccess: show,
    onError: (error) => show(failureReport(error)),
    onSettled: onDone,
  });

  async function show({ tone, text }: CheckReport) {
    await client.invalidateQueries({ queryKey: ["connections"] });
    toast({ title: titles[tone], text, tone: tone === "waiting" ? "quiet" : tone });
  }

  return { isPending, question: isPending ? questionOf(connection) : null, check: () => mutate() };
}

/** On a phone it is its icon. */
export function CheckNowButton({
  label = "Check now",
  isPrimary,
  busy,
  onClick,
}: {
  label?: string;
  isPrimary: boolean;
  busy: boolean;
  onClick: () => void;
}) {
  return (
    <Button variant={isPrimary ? "primary" : "plain"} className="max-sm:px-3" busy={busy} onClick={onClick}>
      <RefreshCw aria-hidden className="size-4" />
      <span className="max-sm:sr-only">{label}</span>
    </Button>
  );
}
