import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

const tones = {
  quiet: "bg-quiet-soft text-quiet",
  good: "bg-good-soft text-good",
  working: "bg-working-soft text-working",
  waiting: "bg-waiting-soft text-waiting",
  bad: "bg-bad-soft text-bad",
} as const;

export type Tone = keyof typeof tones;

/** A boxed message inside a page: something to know, to wait for, or to fix. */
export function Notice({ tone, icon: Icon, children }: { tone: Tone; icon: LucideIcon; children: ReactNode }) {
  return (
    <div className={`flex gap-3 rounded-lg px-4 py-3 ${tones[tone]}`}>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 text-ink [overflow-wrap:anywhere]">{children}</div>
    </div>
  );
}
