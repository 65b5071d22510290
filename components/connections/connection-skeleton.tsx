import { StateBadge } from "@/components/connection-facts/connection-state";
import type { KnownConnection } from "@/components/connections/known-connection";
import { CardSkeleton, Skeleton } from "@/components/ui/skeleton";

/** The placeholder of a domain's page: its boxes are where the content comes. `known`: what a list says about it. */
export function DetailSkeleton({ known = null }: { known?: KnownConnection | null }) {
  return (
    <div aria-busy className="flex flex-col gap-4">
      <Skeleton className="h-6 w-28" />
      <div className="grid gap-1.5 border-line border-b py-2">
        {known ? (
          <>
            <h1 className="truncate font-semibold text-lg leading-6 sm:text-2xl sm:leading-8">
              {known.hostnameUnicode}
            </h1>
            <StateBadge state={known.state} />
          </>
        ) : (
          <>
            <h1 className="sr-only">Loading the domain</h1>
            <Skeleton className="h-6 w-60 sm:h-8 sm:w-72" />
            <Skeleton className="h-6 w-36" />
          </>
        )}
      </div>
      <Skeleton className="-mt-2 h-5 w-64" />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:gap-x-6">
        <div className="grid min-w-0 gap-3">
          <div className="grid gap-1.5">
            <Skeleton className="h-6 w-40" />
            <Skeleton className="h-4 w-48" />
          </div>
          <RecordSkeleton />
          <RecordSkeleton />
        </div>
        <div className="grid min-w-0 gap-4">
          <CardSkeleton className="h-72" />
          <CardSkeleton className="h-13" />
          <CardSkeleton className="h-13" />
        </div>
      </div>
    </div>
  );
}

function RecordSkeleton() {
  return (
    <div className="rounded-xl border border-line bg-card shadow-lift-1">
      <div className="flex h-12 items-center justify-between gap-4 px-4">
        <Skeleton className="h-5 w-44" />
        <Skeleton className="h-6 w-28" />
      </div>
      <div className="grid gap-3 border-line border-t px-4 py-4 sm:px-5">
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-34 w-full" />
      </div>
    </div>
  );
}
