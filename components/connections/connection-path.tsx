import { Check, type LucideIcon, X } from "lucide-react";
import type { ConnectionResource } from "@/lib/connections/schema";

type Step = { title: string; done: boolean; broken: boolean };

/** proven → pointing → certificate → live, and where the connection stands on it. */
export function ConnectionPath({ connection }: { connection: ConnectionResource }) {
  const { ownership, pointing, certificate, state } = connection;
  const over = state === "archived" || state === "failed";
  const steps: Step[] = [
    { title: "Proven", done: ownership === "ok", broken: ownership === "broken" },
    { title: "Pointing", done: pointing === "ok", broken: pointing === "broken" },
    { title: "Certificate", done: certificate.status === "ok", broken: certificate.status === "broken" },
    { title: "Live", done: state === "live", broken: false },
  ];
  const current = over ? -1 : steps.findIndex((step) => !step.done);
  return (
    <ol aria-label="The path to live" className="grid grid-cols-4">
      {steps.map((step, index) => (
        <PathStep key={step.title} step={step} number={index + 1} current={index === current} last={index === 3} />
      ))}
    </ol>
  );
}

type PathStepProps = { step: Step; number: number; current: boolean; last: boolean };

function PathStep({ step, number, current, last }: PathStepProps) {
  const Icon: LucideIcon | null = step.done ? Check : step.broken ? X : null;
  const look = step.done
    ? "border-good bg-good-soft text-good"
    : step.broken
      ? "border-bad bg-bad-soft text-bad"
      : current
        ? "border-accent text-accent"
        : "border-line-strong text-ink-soft";
  return (
    <li aria-current={current ? "step" : undefined} className="relative grid justify-items-start gap-2">
      {!last && (
        <span
          aria-hidden
          className={`absolute top-[17px] right-2 left-11 h-0.5 ${step.done ? "bg-good" : "bg-line"}`}
        />
      )}
      <span className={`flex size-9 items-center justify-center rounded-full border-2 font-semibold ${look}`}>
        {Icon ? <Icon aria-hidden className="size-5" /> : <span aria-hidden>{number}</span>}
      </span>
      <span className={`text-sm sm:text-[15px] ${current ? "font-semibold" : step.done ? "" : "text-ink-soft"}`}>
        {step.title}
        <span className="sr-only">
          {step.done ? ", done" : step.broken ? ", broken" : current ? ", now" : ", to come"}
        </span>
      </span>
    </li>
  );
}
