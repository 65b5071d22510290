import { StateBadge } from "@/components/connection-facts/connection-state";
import type { KnownConnection } from "@/components/connections/known-connection";
import { PageHeader } from "@/components/ui/page-header";
import { CardSkeleton, Skeleton, TextSkeleton } from "@/components/ui/skeleton";

/** The placeholder of a domain's page, in its size. `known`: what a list says about it. */
export function DetailSkeleton({ known = null }: { known?: KnownConnection | null }) {
  return (
    <div aria-busy className="grid gap-6">
      {known ? (
        <PageHeader
          breadcrumbs={[{ href: "/connections", label: "Domains" }]}
          title={known.hostnameUnicode}
          badge={<StateBadge state={known.state} />}
          description={<Skeleton className="my-1 h-4 w-64" />}
        />
      ) : (
        <>
          <h1 className="sr-only">Loading the domain</h1>
          <div className="grid gap-3 py-1">
            <Skeleton className="h-5 w-28" />
            <Skeleton className="h-8 w-72" />
            <Skeleton className="h-4 w-64" />
          </div>
        </>
      )}
      <div className="grid gap-6 rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-6">
        <div className="grid grid-cols-4">
          {["proven", "pointing", "certificate", "live"].map((step) => (
            <div key={step} className="grid gap-2">
              <Skeleton className="size-9 rounded-full" />
              <Skeleton className="h-4 w-3/5" />
            </div>
          ))}
        </div>
        <TextSkeleton lines={3} />
        <Skeleton className="h-10 w-36" />
      </div>
      <CardSkeleton className="h-56" />
      <CardSkeleton className="h-80" />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <CardSkeleton className="h-72" />
        <CardSkeleton className="h-56" />
      </div>
    </div>
  );
}
