import { Check, type LucideIcon, X } from "lucide-react";
import type { PathStep, PathStepStatus } from "@/components/connection-facts/path-steps";
import { RelativeTime } from "@/components/ui/relative-time";

type StepStyle = { mark: string; line: string; text: string; said: string; icon: LucideIcon | null };

const styles: Record<PathStepStatus, StepStyle> = {
  done: { mark: "border-good bg-good-soft text-good", line: "bg-good", text: "", said: "done", icon: Check },
  past: {
    mark: "border-line-strong text-ink-soft",
    line: "bg-line-strong",
    text: "text-ink-soft",
    said: "was done",
    icon: Check,
  },
  broken: { mark: "border-bad bg-bad-soft text-bad", line: "bg-bad", text: "font-semibold", said: "broken", icon: X },
  now: {
    mark: "border-accent bg-accent-soft text-accent",
    line: "bg-line",
    text: "font-semibold",
    said: "now",
    icon: null,
  },
  ahead: {
    mark: "border-line-strong text-ink-soft",
    line: "bg-line",
    text: "text-ink-soft",
    said: "waiting",
    icon: null,
  },
};

/** prove → point → certificate → live: how far the domain is, and when it got there. As wide as its place. */
export function ConnectionPath({ steps }: { steps: readonly PathStep[] }) {
  return (
    <ol aria-label="The path to live" className="grid grid-cols-4">
      {steps.map((step, index) => (
        <Step key={step.title} step={step} number={index + 1} last={index === steps.length - 1} />
      ))}
    </ol>
  );
}

function Step({ step: { title, status, at }, number, last }: { step: PathStep; number: number; last: boolean }) {
  const { mark, line, text, said, icon: Icon } = styles[status];
  return (
    <li aria-current={status === "now" || status === "broken" ? "step" : undefined} className="grid min-w-0 gap-1">
      <span aria-hidden className="flex items-center gap-1.5">
        <span
          className={`flex size-6 shrink-0 items-center justify-center rounded-full border-2 font-semibold text-[13px] ${mark}`}
        >
          {Icon ? <Icon className="size-3.5" /> : number}
        </span>
        <span className={`h-0.5 flex-1 rounded-full motion-safe:transition-colors ${line} ${last ? "" : "mr-1.5"}`} />
      </span>
      <span className={`text-[13px] leading-5 ${text}`}>{title}</span>
      <span className="min-h-5 text-ink-soft text-xs leading-5">
        {status === "now" || at === null ? said : <span className="sr-only">{said}, </span>}
        {at !== null && (
          <span className={status === "now" ? "sr-only" : ""}>
            {status === "now" && ", since "}
            <RelativeTime date={at} />
          </span>
        )}
      </span>
    </li>
  );
}
