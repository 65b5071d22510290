"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { stateLabel } from "@/components/connection-facts/connection-state";
import { type EventEvidence, eventEvidence, type SeenRecord } from "@/components/connections/event-evidence";
import { actorName, eventTitle, eventTone } from "@/components/connections/event-title";
import { type DiagnosisChange, diagnosisChanges, timelineEntries } from "@/components/connections/timeline-entries";
import { WrittenChange, writtenChange } from "@/components/connections/writing/written-change";
import { snapshotsQuery } from "@/components/diagnosis/diagnosis-queries";
import { eventsQuery } from "@/components/queries/queries";
import { QueryError } from "@/components/queries/query-error";
import { useShellSession } from "@/components/session/shell-session";
import { Button } from "@/components/ui/button";
import { LoadMore } from "@/components/ui/load-more";
import { exactTime, RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextSkeleton } from "@/components/ui/skeleton";
import { listMembersCall } from "@/lib/api/calls/list-members";
import { request } from "@/lib/api/client";
import { connectionStates } from "@/lib/connections/machine";
import type { EventResource } from "@/lib/connections/schema";

/** The events of a connection, newest first, with their evidence on demand. */
export function Timeline({ connectionId }: { connectionId: string }) {
  const events = useInfiniteQuery(eventsQuery(connectionId));
  const names = useMemberNames();
  const shown = events.data?.pages.flatMap((page) => page.data);
  const snapshots = useQuery(snapshotsQuery(connectionId));
  const changes = diagnosisChanges(snapshots.data ?? []);
  return (
    <Section title="Timeline" padded>
      {events.isPending && <TextSkeleton lines={6} />}
      {events.isError && !shown && <QueryError title="The timeline could not be loaded" query={events} />}
      {shown && (
        <TimelineList
          connectionId={connectionId}
          entries={timelineEntries(shown, changes, !events.hasNextPage)}
          names={names}
          more={<LoadMore shown={shown.length} noun="events" also={diagnosesText(changes)} query={events} />}
        />
      )}
    </Section>
  );
}

/** Until it is opened, the timeline is as many lines, whatever happens meanwhile. */
const maxLines = 5;
const maxLinesOnPhone = 3;

/** The newest entries, a line each; a click shows all, with the evidence of the clicked one. `names`: of people, by id. */
export function TimelineList({
  connectionId = null,
  entries,
  names,
  more,
}: {
  /** Writes at the DNS provider are shown with the way back; null: without. */
  connectionId?: string | null;
  entries: ReturnType<typeof timelineEntries>;
  names: ReadonlyMap<string, string>;
  /** Below all of them. */
  more?: ReactNode;
}) {
  const [opened, setOpened] = useState<string | null>(null);
  if (opened === null) return <NewestLines entries={entries} onOpen={setOpened} />;
  return (
    <>
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
      {more}
    </>
  );
}

type Entries = ReturnType<typeof timelineEntries>;

function keyOf(entry: Entries[number]): string {
  return entry.kind === "event" ? entry.event.id : entry.change.id;
}

/** Lines in fixed places: a new entry takes the first one, and nothing on the page moves. */
function NewestLines({ entries, onOpen }: { entries: Entries; onOpen: (key: string) => void }) {
  return (
    <>
      <ol className="min-h-33 sm:min-h-40">
        {entries.slice(0, maxLines).map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is a place, not an entry
          <li key={index} className={index < maxLinesOnPhone ? "" : "max-sm:hidden"}>
            <button
              type="button"
              onClick={() => onOpen(keyOf(entry))}
              className="control-small -ml-2 grid w-[calc(100%+1rem)] grid-cols-[11px_minmax(0,1fr)_5.5rem] items-center gap-x-3 rounded-md px-2 text-left hover:bg-hover"
            >
              <span aria-hidden className={`size-[11px] rounded-full border-2 ${dots[toneOf(entry)]}`} />
              <span className="truncate">{titleOf(entry)}</span>
              <span className="text-ink-soft text-sm">
                <RelativeTime date={entry.kind === "event" ? entry.event.createdAt : entry.change.at} />
              </span>
            </button>
          </li>
        ))}
      </ol>
      <Button variant="quiet" size="small" className="-ml-3" onClick={() => onOpen("")}>
        Show all with evidence
      </Button>
    </>
  );
}

function titleOf(entry: Entries[number]): string {
  return entry.kind === "event" ? eventTitle(entry.event.type) : entry.change.title;
}

function toneOf(entry: Entries[number]): keyof typeof dots {
  return entry.kind === "event" ? eventTone(entry.event.type) : "quiet";
}

const maxMembers = 100;

/** Names of the members of this tenant, if the visitor may see them, and always their own. */
function useMemberNames(): ReadonlyMap<string, string> {
  const { tenant, user, scopes } = useShellSession();
  const members = useQuery({
    queryKey: ["member-names", tenant.id],
    queryFn: async ({ signal }) => (await request(listMembersCall, { limit: maxMembers }, { signal })).data,
    enabled: scopes.includes("apps:admin"),
    staleTime: 5 * 60_000,
  });
  const names = new Map(members.data?.map((member) => [member.userId, member.name || member.email]));
  return names.set(user.id, "you");
}

const dots = {
  good: "border-good bg-good-soft",
  bad: "border-bad bg-bad-soft",
  quiet: "border-line-strong bg-card",
} as const;

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

function diagnosesText({ length }: readonly DiagnosisChange[]): string {
  return length === 0 ? "" : length === 1 ? " and 1 diagnosis" : ` and ${length} diagnoses`;
}

type ItemDetails = readonly { label: string; value: ReactNode }[];
type Item = {
  tone: keyof typeof dots;
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
      <span aria-hidden className={`absolute top-[7px] left-0 size-[11px] rounded-full border-2 ${dots[tone]}`} />
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
