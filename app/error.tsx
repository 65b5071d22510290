"use client";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center justify-items-start gap-3 px-5">
      <h1 className="font-semibold text-2xl tracking-tight">This page failed to load</h1>
      <p className="text-ink-soft">
        This is our fault. Your domains are not affected.
        {error.digest && ` The log has the cause under ${error.digest}.`}
      </p>
      <button
        type="button"
        onClick={reset}
        className="control rounded-lg bg-accent px-4 font-medium text-on-accent shadow-lift-1 hover:bg-accent-strong"
      >
        Try again
      </button>
    </main>
  );
}
