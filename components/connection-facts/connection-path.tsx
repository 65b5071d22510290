import { Check, type LucideIcon, X } from "lucide-react";
import type { PathStep, PathStepStatus } from "@/components/connection-facts/path-steps";
import { RelativeTime } from "@/components/ui/relative-time";

const styles: Record<PathStepStatus, { mark: string; text: string; said: string; icon: LucideIcon | null }> = {
  done: { mark: "border-good bg-good-soft text-good", text: "", said: ", done", icon: Check },
  broken: { mark: "border-bad bg-bad-soft text-bad", text: "font-semibold", said: ", broken", icon: X },
  now: { mark: "border-accent bg-accent-soft text-accent", text: "font-semibold", said: ", now", icon: null },
  ahead: { mark: "border-line-strong text-ink-soft", text: "text-ink-soft", said: ", upcoming", icon: null },
};

/** proven → pointing → certificate → live: how far the connection is, and when it got there. */
export function ConnectionPath({ steps }: { steps: readonly PathStep[] }) {
  return (
    <ol aria-label="The path to live" className="grid grid-cols-4">
      {steps.map((step, index) => (
        <Step key={step.title} step={step} number={index + 1} last={index === steps.length - 1} />
      ))}
    </ol>
  );
}

function Step({ step, number, last }: { step: PathStep; number: number; last: boolean }) {
  const { title, status, at } = step;
  const { mark, text, said, icon: Icon } = styles[status];
  return (
    <li
      aria-current={status === "now" || status === "broken" ? "step" : undefined}
      className="relative grid content-start justify-items-start gap-2"
    >
      {!last && (
        <span
          aria-hidden
          className={`absolute top-[17px] right-2 left-11 h-0.5 rounded-full motion-safe:transition-colors ${status === "done" ? "bg-good" : "bg-line"}`}
        />
      )}
      <span className={`flex size-9 items-center justify-center rounded-full border-2 font-semibold ${mark}`}>
        {Icon ? <Icon aria-hidden className="size-5" /> : <span aria-hidden>{number}</span>}
      </span>
      <span className="grid min-w-0 pr-1">
        <span className={`text-[13px] leading-5 sm:text-[15px] ${text}`}>
          {title}
          <span className="sr-only">{said}</span>
        </span>
        <span className="min-h-5 text-ink-soft text-xs leading-5 sm:text-sm">
          {at && <When status={status} at={at} />}
        </span>
      </span>
    </li>
  );
}

const since: Record<PathStepStatus, string> = { done: "", now: "began ", broken: "broke ", ahead: "" };

function When({ status, at }: { status: PathStepStatus; at: Date }) {
  return (
    <>
      <span className="max-sm:sr-only">{since[status]}</span>
      <RelativeTime date={at} />
    </>
  );
}
