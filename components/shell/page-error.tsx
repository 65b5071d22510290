"use client";

import { ErrorState } from "@/components/ui/error-state";

/** Content of an `error.tsx`: the page failed, the shell stays. The log has the error under its `digest`. */
export function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const shown = Object.assign(new Error("Something went wrong on our side. Your domains are not affected."), {
    requestId: error.digest ?? null,
  });
  return <ErrorState level={1} title="This page failed to load" error={shown} onRetry={reset} />;
}
