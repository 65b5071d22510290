import { CircleCheck, CircleX, Clock } from "lucide-react";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { attemptText, type WebhookAttempt } from "@/components/webhooks/attempt-text";
import type { WebhookDeliveryResource } from "@/lib/webhooks/schema";

/** The outcome of each attempt, newest first. */
export function AttemptList({ delivery }: { delivery: WebhookDeliveryResource }) {
  const { attempts, nextAttemptAt, attemptCount } = delivery;
  return (
    <Section title="Attempts" aside={<p className="text-ink-soft text-sm tabular-nums">{attemptCount} so far</p>}>
      <ol className="divide-y divide-line">
        {nextAttemptAt && (
          <li className="flex gap-3 px-4 py-3 sm:px-5">
            <Clock aria-hidden className="mt-0.5 size-5 shrink-0 text-working" />
            <p>
              Attempt {attemptCount + 1} <RelativeTime date={nextAttemptAt} planned />
            </p>
          </li>
        )}
        {attempts.map((attempt) => (
          <Attempt key={attempt.number} attempt={attempt} />
        ))}
      </ol>
      {attempts.length < attemptCount && (
        <p className="border-line border-t px-5 py-3 text-ink-soft text-sm">Showing the newest {attempts.length}.</p>
      )}
    </Section>
  );
}

function Attempt({ attempt }: { attempt: WebhookAttempt }) {
  const { number, startedAt, statusCode, responseExcerpt } = attempt;
  const ok = statusCode !== null && statusCode >= 200 && statusCode < 300;
  const Icon = ok ? CircleCheck : CircleX;
  return (
    <li className="flex gap-3 px-4 py-3 sm:px-5">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${ok ? "text-good" : "text-bad"}`} />
      <div className="grid min-w-0 flex-1 gap-1.5">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-medium">
            Attempt {number}: {ok ? "delivered" : "failed"}
          </span>
          <span className="text-ink-soft text-sm">
            <RelativeTime date={startedAt} />
          </span>
        </p>
        <p className="text-sm [overflow-wrap:anywhere]">{attemptText(attempt)}</p>
        {responseExcerpt && (
          <figure className="grid gap-1">
            <figcaption className="text-ink-soft text-sm">Response (first KiB)</figcaption>
            <pre className="whitespace-pre-wrap rounded-md bg-quiet-soft px-3 py-2 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
              {responseExcerpt}
            </pre>
          </figure>
        )}
      </div>
    </li>
  );
}
