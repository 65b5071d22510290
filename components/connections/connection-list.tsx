import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { lookOf, StateBadge } from "@/components/connections/connection-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import type { ConnectionSummary } from "@/lib/connections/schema";

const rowGrid =
  "grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 px-4 py-3 sm:px-5 md:grid-cols-[minmax(0,1fr)_11.5rem_4.5rem_15rem_1rem]";

export function ConnectionList({ connections }: { connections: readonly ConnectionSummary[] }) {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-card">
      <div aria-hidden className={`${rowGrid} hidden border-line border-b py-2 text-ink-soft text-sm md:grid`}>
        <span>Hostname</span>
        <span>State</span>
        <span>Since</span>
        <span>Wanted next</span>
      </div>
      <ul className="divide-y divide-line">
        {connections.map((connection) => (
          <li key={connection.id}>
            <Link
              href={`/connections/${connection.id}`}
              className={`${rowGrid} hover:bg-quiet-soft focus-visible:outline-offset-[-3px]`}
            >
              <span className="col-span-2 min-w-0 truncate font-medium md:col-span-1" title={connection.hostname}>
                {connection.hostnameUnicode}
              </span>
              <span>
                <StateBadge state={connection.state} />
              </span>
              <span className="text-ink-soft text-sm">
                <span className="sr-only">for </span>
                <RelativeTime date={connection.stateChangedAt} bare />
              </span>
              <span className="col-span-2 text-ink-soft text-sm md:col-span-1">
                <span className="md:sr-only">Next: </span>
                {lookOf(connection).next}
              </span>
              <ChevronRight aria-hidden className="hidden size-4 text-ink-soft md:block" />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function ConnectionListSkeleton() {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-card">
      <p className="sr-only">Loading the connections</p>
      <div className={`${rowGrid} hidden border-line border-b py-2 text-sm md:grid`}>
        <span>&nbsp;</span>
      </div>
      <div className="divide-y divide-line">
        {["w-48", "w-40", "w-56", "w-44"].map((width) => (
          <div key={width} className={`${rowGrid} min-h-13`}>
            <Skeleton className={`h-4 ${width}`} />
            <Skeleton className="h-5 w-28 rounded-full" />
            <Skeleton className="hidden h-4 w-10 md:block" />
            <Skeleton className="hidden h-4 w-40 md:block" />
          </div>
        ))}
      </div>
    </div>
  );
}
