"use client";

import { Lightbulb } from "lucide-react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { updateUserCall } from "@/lib/api/calls/update-user";
import { request } from "@/lib/api/client";

/** Three at most: what is said here is also in the documentation. */
const hints = [
  {
    title: "One card per DNS record",
    text: "Each has its fields as a DNS provider asks for them, with a button that copies it.",
  },
  {
    title: "You need not wait",
    text: "We query the nameservers every few seconds. Check at once with the button in the header; what is wrong then stands in the record's card.",
  },
  {
    title: "The same by API",
    text: "All that you do here, your server can do. Keys and ready requests are in Applications.",
  },
] as const;

export type Tour = { step: number; setStep: (step: number) => void; setEnded: () => void };

export type ShownHintProps = { tour: Tour; className: string };

export function ShownHint({ tour: { step, setStep, setEnded }, className }: ShownHintProps) {
  const hint = hints[step];
  if (!hint) return null;
  const isLast = step === hints.length - 1;

  async function end() {
    setEnded();
    try {
      await request(updateUserCall, { tourEnded: true });
    } catch (error) {
      const text = error instanceof Error ? error.message : "";
      toast({ tone: "bad", title: "The hints may come back", text });
    }
  }

  return (
    <section
      aria-label="Hints"
      className={`gap-2 rounded-xl border border-accent bg-accent-soft p-3 text-sm ${className}`}
    >
      <div aria-live="polite" className="grid gap-1">
        <p className="flex items-center gap-2 font-medium">
          <Lightbulb aria-hidden className="size-4 shrink-0 text-accent" />
          {hint.title}
        </p>
        <p className="text-ink-soft">{hint.text}</p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="flex-1 text-ink-soft text-xs tabular-nums">
          {step + 1} of {hints.length}
        </span>
        {!isLast && (
          <Button variant="quiet" size="small" onClick={end}>
            Skip hints
          </Button>
        )}
        <Button variant="plain" size="small" onClick={isLast ? end : () => setStep(step + 1)}>
          {isLast ? "Got it" : "Next hint"}
        </Button>
      </div>
    </section>
  );
}
