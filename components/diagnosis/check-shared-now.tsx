"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { callSharedPage } from "@/components/diagnosis/shared-page-calls";
import { Button } from "@/components/ui/button";

/** Checks at once what the page would see a little later. Says what came of it, also where nothing changed. */
export function CheckSharedNow({ token, summary }: { token: string; summary: string }) {
  const router = useRouter();
  const [calling, setCalling] = useState(false);
  const [refreshing, startTransition] = useTransition();
  const [outcome, setOutcome] = useState<{ count: number; error: string | null }>({ count: 0, error: null });
  const busy = calling || refreshing;

  async function check() {
    setCalling(true);
    let error: string | null = null;
    try {
      await callSharedPage("/connect/check", token);
      startTransition(() => router.refresh());
    } catch (cause) {
      error = cause instanceof Error ? cause.message : null;
    }
    setOutcome(({ count }) => ({ count: count + 1, error }));
    setCalling(false);
  }

  return (
    <div className="grid justify-items-start gap-2">
      <Button busy={busy} onClick={check}>
        <RefreshCw aria-hidden className="size-4" />
        {busy ? "Checking…" : "I’ve added it, check now"}
      </Button>
      <p role="status" className="min-h-6 text-ink-soft text-sm">
        {!busy && outcome.count > 0 && (
          <span key={outcome.count}>
            {outcome.error ?? `Checked just now. ${summary} New records can take a few minutes to appear.`}
          </span>
        )}
      </p>
    </div>
  );
}
