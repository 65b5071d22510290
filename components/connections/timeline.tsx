"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { eventTitle, eventTone } from "@/components/connections/event-title";
import type { OpenedTimelineProps } from "@/components/connections/opened-timeline";
import { timelineDots } from "@/components/connections/timeline-dots";
import {
  type DiagnosisChange,
  diagnosisChanges,
  keyOf,
  type TimelineEntry,
  timelineEntries,
} from "@/components/connections/timeline-entries";
import { snapshotsQuery } from "@/components/diagnosis/diagnosis-queries";
import { eventsQuery } from "@/components/queries/queries";
import { QueryError } from "@/components/queries/query-error";
import { useShellSession } from "@/components/session/shell-session";
import { Button } from "@/components/ui/button";
import { LoadMore } from "@/components/ui/load-more";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextSkeleton } from "@/components/ui/skeleton";
import { whenIdle } from "@/components/ui/when-idle";
import { listMembersCall } from "@/lib/api/calls/list-members";
import { request } from "@/lib/api/client";

const load = () => import("@/components/connections/opened-timeline");
const OpenedTimeline = lazy(() => load().then((file) => ({ default: file.OpenedTimeline })));

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
export function TimelineList({ more, ...shown }: Omit<OpenedTimelineProps, "opened"> & { more?: ReactNode }) {
  const [opened, setOpened] = useState<string | null>(null);
  useEffect(() => whenIdle(() => load().catch(() => undefined)), []);
  const newest = <NewestLines entries={shown.entries} onOpen={setOpened} />;
  if (opened === null) return newest;
  return (
    <Suspense fallback={newest}>
      <OpenedTimeline {...shown} opened={opened} />
      {more}
    </Suspense>
  );
}

/** Lines in fixed places: a new entry takes the first one, and nothing on the page moves. */
function NewestLines({ entries, onOpen }: { entries: OpenedTimelineProps["entries"]; onOpen: (key: string) => void }) {
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
              <span aria-hidden className={`size-[11px] rounded-full border-2 ${timelineDots[toneOf(entry)]}`} />
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

function titleOf(entry: TimelineEntry): string {
  return entry.kind === "event" ? eventTitle(entry.event.type) : entry.change.title;
}

function toneOf(entry: TimelineEntry): keyof typeof timelineDots {
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

function diagnosesText({ length }: readonly DiagnosisChange[]): string {
  return length === 0 ? "" : length === 1 ? " and 1 diagnosis" : ` and ${length} diagnoses`;
}
