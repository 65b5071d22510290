"use client";

/**
 * Content of an `error.tsx`: the page failed, the shell stays. The log has the error under its `digest`. Every page loads it, so
 * it is plain markup.
 */
export function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div
      role="alert"
      className="grid justify-items-start gap-3 rounded-xl border border-line bg-card p-5 shadow-lift-1 sm:p-6"
    >
      <div className="grid gap-1">
        <h1 className="font-semibold text-lg">This page failed to load</h1>
        <p className="text-ink-soft">Something went wrong on our side. Your domains are not affected.</p>
      </div>
      <button
        type="button"
        onClick={reset}
        className="control rounded-lg border border-line-strong bg-card px-4 font-medium shadow-lift-1 hover:bg-hover"
      >
        Try again
      </button>
      {error.digest && (
        <p className="text-ink-soft text-sm">
          If it stays: support finds the cause under request{" "}
          <code className="select-all font-mono text-[13px] [overflow-wrap:anywhere]">{error.digest}</code>.
        </p>
      )}
    </div>
  );
}
