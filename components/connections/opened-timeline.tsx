"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { stateLabel } from "@/components/connection-facts/connection-state";
import { type EventEvidence, eventEvidence, type SeenRecord } from "@/components/connections/event-evidence";
import { actorName, eventTitle, eventTone } from "@/components/connections/event-title";
import { timelineDots } from "@/components/connections/timeline-dots";
import { type DiagnosisChange, keyOf, type TimelineEntry } from "@/components/connections/timeline-entries";
import { WrittenChange, writtenChange } from "@/components/connections/writing/written-change";
import { exactTime, RelativeTime } from "@/components/ui/relative-time";
import { connectionStates } from "@/lib/connections/machine";
import type { EventResource } from "@/lib/connections/schema";

export type OpenedTimelineProps = {
  /** Writes at the DNS provider are shown with the way back; null: without. */
  connectionId?: string | null;
  entries: readonly TimelineEntry[];
  /** Of people, by id. */
  names: ReadonlyMap<string, string>;
  /** The entry whose evidence is shown. */
  opened: string;
};

/** All entries with their evidence. */
export function OpenedTimeline({ connectionId = null, entries, names, opened }: OpenedTimelineProps) {
  return (
    <ol>
      {entries.map((entry) => {
        const isOpen = keyOf(entry) === opened;
        return entry.kind === "event" ? (
          <TimelineEvent
            key={keyOf(entry)}
            connectionId={connectionId}
            event={entry.event}
            names={names}
            isOpen={isOpen}
          />
        ) : (
          <TimelineDiagnosis key={keyOf(entry)} change={entry.change} isOpen={isOpen} />
        );
      })}
    </ol>
  );
}

function TimelineEvent({
  event,
  names,
  connectionId,
  isOpen,
}: {
  event: EventResource;
  connectionId: string | null;
  names: ReadonlyMap<string, string>;
  isOpen: boolean;
}) {
  const details = detailsOf(eventEvidence(event));
  const written = writtenChange(event);
  return (
    <TimelineItem
      tone={eventTone(event.type)}
      title={eventTitle(event.type)}
      at={event.createdAt}
      by={actorName(event.actor, names)}
      details={details}
      isOpen={isOpen}
    >
      {written !== null && connectionId !== null && (
        <WrittenChange connectionId={connectionId} eventId={event.id} changes={written} />
      )}
    </TimelineItem>
  );
}

/** What a diagnosis found compared to the one before. */
function TimelineDiagnosis({ change, isOpen }: { change: DiagnosisChange; isOpen: boolean }) {
  const { at, title, times, lastAt, appeared, cleared, seen, seenBefore } = change;
  const list = (label: string, texts: readonly string[], mono = false) =>
    texts.length === 0 ? [] : [{ label, value: mono ? <Lines texts={texts} /> : texts.join("; ") }];
  const details = [
    ...list("New", appeared),
    ...list("No longer", cleared),
    ...list("Seen now", seen, true),
    ...list("Seen before", seenBefore, true),
  ];
  return (
    <TimelineItem tone="quiet" title={title} at={at} by="the diagnosis" details={details} isOpen={isOpen}>
      {times > 1 && (
        <p className="text-ink-soft text-sm">
          {times} times, with other evidence; last <RelativeTime date={lastAt} />
        </p>
      )}
    </TimelineItem>
  );
}

type ItemDetails = readonly { label: string; value: ReactNode }[];
type Item = {
  tone: keyof typeof timelineDots;
  title: string;
  at: Date;
  by: string;
  details: ItemDetails;
  /** Whether the evidence is shown from the start. */
  isOpen: boolean;
  children?: ReactNode;
};

function TimelineItem({ tone, title, at, by, details, isOpen, children }: Item) {
  const [open] = useState(isOpen || undefined);
  return (
    <li className="group relative pb-4 pl-6">
      <span aria-hidden className="absolute top-2 -bottom-2 left-[5px] w-px bg-line group-last:hidden" />
      <span
        aria-hidden
        className={`absolute top-[7px] left-0 size-[11px] rounded-full border-2 ${timelineDots[tone]}`}
      />
      <span className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium [overflow-wrap:anywhere]">{title}</span>
        <span className="text-ink-soft text-sm">
          <RelativeTime date={at} />, {by}
        </span>
      </span>
      {children}
      {details.length > 0 && (
        <details className="group/evidence" open={open}>
          <summary
            aria-label={`Evidence of: ${title}`}
            className="control-small inline-flex list-none items-center gap-1 rounded-md text-ink-soft text-sm hover:text-ink [&::-webkit-details-marker]:hidden"
          >
            <ChevronRight
              aria-hidden
              className="size-4 group-open/evidence:rotate-90 motion-safe:transition-transform"
            />
            Evidence
          </summary>
          <dl className="mt-1 grid gap-x-4 gap-y-1.5 rounded-lg bg-paper px-3 py-2.5 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
            {details.map(({ label, value }) => (
              <div key={label} className="grid sm:col-span-2 sm:grid-cols-subgrid">
                <dt className="text-ink-soft">{label}</dt>
                <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
              </div>
            ))}
            <div className="grid sm:col-span-2 sm:grid-cols-subgrid">
              <dt className="text-ink-soft">When</dt>
              <dd suppressHydrationWarning>{exactTime(at)}</dd>
            </div>
          </dl>
        </details>
      )}
    </li>
  );
}

const txtWords: Record<string, string> = {
  match: "the expected value on every nameserver",
  missing: "nothing is published",
  seen: "published, but not the expected value on every nameserver",
  unreachable: "no nameserver responded",
};

function detailsOf(evidence: EventEvidence): { label: string; value: ReactNode }[] {
  const { from, to, recipient, txt, records, certificate, since, reachedThrough } = evidence;
  const moved = from !== null && to !== null && from !== to;
  return [
    ...(moved ? [{ label: "State", value: `${stateWord(from)} → ${stateWord(to)}` }] : []),
    ...(recipient ? [{ label: "To", value: recipient }] : []),
    ...(txt ? [{ label: "TXT record", value: txtWords[txt.kind] ?? txt.kind }] : []),
    ...(txt && txt.otherValues.length > 0 ? [{ label: "Other values", value: <Mono texts={txt.otherValues} /> }] : []),
    ...(txt && txt.agreeing.length > 0 ? [{ label: "Correct on", value: <Mono texts={txt.agreeing} /> }] : []),
    ...(txt && txt.disagreeing.length > 0 ? [{ label: "Not yet on", value: <Mono texts={txt.disagreeing} /> }] : []),
    ...records.map((record) => ({ label: `${record.type} ${record.host}`, value: <RecordChange record={record} /> })),
    ...seenOn(records),
    ...(since ? [{ label: "First seen", value: <RelativeTime date={since} /> }] : []),
    ...(reachedThrough.length > 0 ? [{ label: "Reached through", value: <Mono texts={reachedThrough} /> }] : []),
    ...(certificate?.issuer ? [{ label: "Issuer", value: certificate.issuer }] : []),
    ...(certificate?.serial ? [{ label: "Serial", value: <Mono texts={[certificate.serial]} /> }] : []),
    ...(certificate?.notAfter ? [{ label: "Expires", value: <RelativeTime date={certificate.notAfter} /> }] : []),
    ...(certificate?.error ? [{ label: "Error", value: certificate.error }] : []),
  ];
}

function seenOn(records: readonly SeenRecord[]): { label: string; value: ReactNode }[] {
  const servers = [...new Set(records.flatMap((record) => record.servers))];
  return servers.length === 0 ? [] : [{ label: "Seen on", value: <Mono texts={servers} /> }];
}

function stateWord(state: string): string {
  const known = connectionStates.find((candidate) => candidate === state);
  return known === undefined ? state : stateLabel(known);
}

export function RecordChange({ record: { kind, wanted, seen } }: { record: SeenRecord }) {
  if (kind === "unreachable") return "no nameserver responded";
  if (kind === "match") return <Mono texts={[wanted]} />;
  return (
    <>
      <Mono texts={[wanted]} /> <span className="text-ink-soft">was expected,</span>{" "}
      {seen === null ? "nothing is published" : <Mono texts={[seen]} />}{" "}
      {seen !== null && <span className="text-ink-soft">was seen</span>}
    </>
  );
}

function Lines({ texts }: { texts: readonly string[] }) {
  return (
    <ul className="font-mono text-[13px]">
      {texts.map((text) => (
        <li key={text} className="[overflow-wrap:anywhere]">
          {text}
        </li>
      ))}
    </ul>
  );
}

function Mono({ texts }: { texts: readonly string[] }) {
  return <span className="font-mono text-[13px]">{texts.join(", ")}</span>;
}
