import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "@/components/ui/notice";

const tones: Record<Tone, string> = {
  quiet: "bg-quiet-soft text-quiet",
  good: "bg-good-soft text-good",
  working: "bg-working-soft text-working",
  waiting: "bg-waiting-soft text-waiting",
  bad: "bg-bad-soft text-bad",
};

/** A status in words, with a color and an icon that add nothing to them. */
export function Badge({
  tone = "quiet",
  icon: Icon,
  children,
}: {
  tone?: Tone;
  icon?: LucideIcon;
  children: ReactNode;
}) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-0.5 font-medium text-sm leading-5 ${tones[tone]}`}
    >
      {Icon && <Icon aria-hidden className="size-3.5 shrink-0" />}
      {children}
    </span>
  );
}
