"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { actorName, eventTitle } from "@/components/connections/event-title";
import { eventsQuery } from "@/components/queries";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";

/** What happened, newest first. */
export function Timeline({ connectionId }: { connectionId: string }) {
  const events = useInfiniteQuery({
    ...eventsQuery(connectionId),
    select: (data) => data.pages.flatMap((page) => page.data),
  });
  return (
    <Section title="Timeline">
      {events.isPending && <Skeleton className="m-5 h-32" />}
      {events.isError && !events.data && <p className="p-5 text-bad">{events.error.message}</p>}
      {events.data && (
        <ol className="px-4 py-4 sm:px-5">
          {events.data.map((event) => (
            <li key={event.id} className="relative pb-4 pl-6 last:pb-0">
              <span aria-hidden className="absolute top-2 bottom-[-8px] left-[5px] w-px bg-line" />
              <span
                aria-hidden
                className="absolute top-[7px] left-0 size-[11px] rounded-full border-2 border-line-strong bg-card"
              />
              <span className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="font-medium">{eventTitle(event.type)}</span>
                <span className="text-ink-soft text-sm">
                  <RelativeTime date={event.createdAt} />, {actorName(event.actor)}
                </span>
              </span>
            </li>
          ))}
        </ol>
      )}
      {events.hasNextPage && (
        <div className="px-5 pb-4">
          <Button look="plain" busy={events.isFetchingNextPage} onClick={() => events.fetchNextPage()}>
            Show earlier
          </Button>
        </div>
      )}
    </Section>
  );
}
