"use client";

import { ErrorState } from "@/components/ui/error-state";

/** What an `error.tsx` shows: the page failed, the shell around it stays. `digest` is under which the log has it. */
export function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const shown = Object.assign(new Error("It is our fault, not yours. Your domains are not affected by it."), {
    requestId: error.digest ?? null,
  });
  return <ErrorState level={1} title="This page failed to load" error={shown} onRetry={reset} />;
}
