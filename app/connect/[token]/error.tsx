"use client";

import { ConnectShell } from "@/components/diagnosis/connect-shell";
import { ErrorState } from "@/components/ui/error-state";

export default function ConnectError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const shown = Object.assign(new Error("This is our fault. The records you have published are not affected."), {
    requestId: error.digest ?? null,
  });
  return (
    <ConnectShell>
      <ErrorState level={1} title="This page failed to load" error={shown} onRetry={reset} />
    </ConnectShell>
  );
}
