import { CircleCheck, Clock, ExternalLink, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { RecordCard } from "@/components/connection-facts/record-card";
import { CheckSharedNow } from "@/components/diagnosis/check-shared-now";
import { ForwardPage } from "@/components/diagnosis/forward-page";
import { LiveRegion } from "@/components/diagnosis/live-region";
import { sharedSummary } from "@/components/diagnosis/shared-summary";
import { Notice, type Tone } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { CardSkeleton, Skeleton } from "@/components/ui/skeleton";
import { isOver } from "@/lib/connections/machine";
import type { Instructions, Note, Step } from "@/lib/diagnosis/instructions/instructions";
import type { SharedDiagnosis } from "@/lib/diagnosis/instructions/shared-diagnosis";

const icons: Record<Tone, LucideIcon> = {
  good: CircleCheck,
  waiting: Clock,
  working: Clock,
  bad: TriangleAlert,
  quiet: Info,
};

/** What the person who edits the DNS has to do, one step at a time, and what is done already. */
export function SharedInstructions({ shared, token }: { shared: SharedDiagnosis; token: string }) {
  const { instructions, brand, hostnameUnicode, state, checkedAt, expiresAt } = shared;
  const { steps, notes, why, leave, isDone } = instructions;
  const summary = sharedSummary(instructions);
  const open = steps.filter(({ status }) => status !== "done");
  return (
    <div className="grid max-w-2xl gap-5">
      <header className="grid gap-1.5">
        <h1 className="font-semibold text-2xl tracking-tight [overflow-wrap:anywhere] sm:text-3xl">
          {brand.name} {state === "live" && isDone ? "is connected to" : "asks you to connect"} {hostnameUnicode}
        </h1>
        <p className="text-ink-soft [overflow-wrap:anywhere]">{why}</p>
      </header>
      <Notice tone={summary.tone} icon={icons[summary.tone]}>
        <p>{summary.text}</p>
      </Notice>
      <LiveRegion text={summary.text} />
      {open.length > 0 && <Where instructions={instructions} />}
      {steps.length > 0 && !isOver(state) && (
        <section aria-labelledby="steps" className="grid gap-3">
          <h2 id="steps" className="font-semibold text-lg">
            {open.length > 0 ? "What to change there" : "The records"}
          </h2>
          <ol className="grid gap-3">
            {steps.map((step, index) => (
              <li key={keyOf(step)}>
                <StepCard step={step} number={index + 1} isCurrent={step === open[0]} />
              </li>
            ))}
          </ol>
          <p className="text-ink-soft text-sm">{leave}</p>
        </section>
      )}
      {notes.map((note) => (
        <NoteCard key={note.title} note={note} />
      ))}
      {!isOver(state) && !(state === "live" && isDone) && <CheckSharedNow token={token} summary={summary.text} />}
      <ForwardPage instructions={instructions} />
      <p className="text-ink-soft text-sm">
        Checked <RelativeTime date={checkedAt} />. This page refreshes automatically. Its link expires{" "}
        <RelativeTime date={expiresAt} />.
      </p>
    </div>
  );
}

/** Where to sign in. */
function Where({ instructions: { where, zone } }: { instructions: Instructions }) {
  return (
    <section aria-labelledby="where" className="grid justify-items-start gap-2">
      <h2 id="where" className="font-semibold text-lg">
        Where
      </h2>
      {where === null ? (
        <p>
          Sign in where you bought <strong className="font-medium [overflow-wrap:anywhere]">{zone}</strong> or manage
          its DNS. Look for “DNS”, “DNS records” or “Advanced DNS”.
        </p>
      ) : (
        <>
          <p>
            The DNS of <strong className="font-medium [overflow-wrap:anywhere]">{zone}</strong> is managed at{" "}
            {where.name}.
          </p>
          <a
            href={where.url}
            target="_blank"
            rel="noreferrer"
            className="control inline-flex items-center gap-2 rounded-lg bg-accent px-4 font-medium text-on-accent shadow-lift-1 hover:bg-accent-strong"
          >
            Sign in to {where.name}
            <ExternalLink aria-hidden className="size-4" />
            <span className="sr-only">(in a new tab)</span>
          </a>
          {where.notes !== null && <p className="text-ink-soft text-sm">{where.notes}</p>}
        </>
      )}
    </section>
  );
}

const verbs = { add: "Add", change: "Change", delete: "Delete" } as const;

/** The first that is not done is open; one that is done closes. */
function StepCard({ step, number, isCurrent }: { step: Step; number: number; isCurrent: boolean }) {
  return (
    <RecordCard
      key={`${step.status === "done"} ${isCurrent}`}
      step={step}
      {...(step.status === "done" ? {} : { title: `${number}. ${verbs[step.action]}` })}
      startsOpen={isCurrent}
    >
      {step.because !== null && <p className="text-ink-soft [overflow-wrap:anywhere]">{step.because}</p>}
    </RecordCard>
  );
}

function keyOf({ action, type, fullHost, value }: Step): string {
  return `${action} ${type} ${fullHost} ${value}`;
}

const leads: Record<Note["who"], string> = {
  you: "For you to do",
  provider: "For your DNS provider to do: forward this to them",
  us: "On our side",
};

function NoteCard({ note: { who, title, text, details } }: { note: Note }) {
  return (
    <section className="grid gap-1 rounded-xl border border-line bg-card px-4 py-3 shadow-lift-1">
      <p className="text-ink-soft text-sm">{leads[who]}</p>
      <h2 className="font-semibold [overflow-wrap:anywhere]">{title}</h2>
      <p className="[overflow-wrap:anywhere]">{text}</p>
      {details.length > 0 && (
        <ul className="grid gap-1 pl-5">
          {details.map((detail) => (
            <li key={detail} className="list-disc font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
              {detail}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function SharedSkeleton() {
  return (
    <div aria-busy className="grid max-w-2xl gap-5">
      <div className="grid gap-2 py-1">
        <h1 className="sr-only">Checking the nameservers</h1>
        <Skeleton className="h-9 w-80 max-w-full" />
        <Skeleton className="h-4 w-96 max-w-full" />
      </div>
      <CardSkeleton className="h-14" />
      <CardSkeleton className="h-96" />
    </div>
  );
}
