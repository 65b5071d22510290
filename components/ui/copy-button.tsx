"use client";

import { Check, Copy, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";

const shownMs = 2_000;

/** Copies exactly `text`. `label` completes the sentence "Copy …". */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      setOutcome("refused");
    }
  }

  const Icon = outcome === "copied" ? Check : outcome === "refused" ? TriangleAlert : Copy;
  return (
    <>
      <button
        type="button"
        onClick={copy}
        aria-label={`Copy ${label}`}
        title={outcome === "refused" ? "The browser refused. Select the text and copy it." : `Copy ${label}`}
        className={`inline-flex size-11 shrink-0 items-center justify-center rounded-md hover:bg-quiet-soft hover:text-ink sm:size-8 ${outcome === "copied" ? "text-good" : "text-ink-soft"}`}
      >
        <Icon aria-hidden className="size-4" />
      </button>
      <span role="status" className="sr-only">
        {outcome === "copied" && "Copied"}
        {outcome === "refused" && "The browser refused to copy. Select the text and copy it."}
      </span>
    </>
  );
}
