"use client";

import { RotateCw, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";

/** Says what failed to load and why, with a retry. Of an API error, it shows the request ID too. */
export function ErrorState({
  title,
  error,
  onRetry,
  busy = false,
  level = 2,
}: {
  /** As "The list could not be loaded". */
  title: string;
  error: Error & { requestId?: string | null };
  onRetry?: () => void;
  busy?: boolean;
  level?: 1 | 2;
}) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div role="alert" className="flex gap-4 rounded-xl border border-line bg-card p-5 shadow-lift-1 sm:p-6">
      <span
        aria-hidden
        className="flex size-10 shrink-0 items-center justify-center rounded-full bg-bad-soft text-bad max-sm:hidden"
      >
        <TriangleAlert className="size-5" />
      </span>
      <div className="grid min-w-0 justify-items-start gap-3">
        <div className="grid gap-1">
          <Heading className="font-semibold text-lg">{title}</Heading>
          <p className="text-ink-soft [overflow-wrap:anywhere]">{error.message}</p>
        </div>
        {onRetry && (
          <Button variant="plain" busy={busy} onClick={onRetry}>
            <RotateCw aria-hidden className="size-4" />
            {busy ? "Trying again…" : "Try again"}
          </Button>
        )}
        {error.requestId && (
          <p className="text-ink-soft text-sm">
            If it stays: support finds the cause under request{" "}
            <code className="select-all font-mono text-[13px] [overflow-wrap:anywhere]">{error.requestId}</code>.
          </p>
        )}
      </div>
    </div>
  );
}
