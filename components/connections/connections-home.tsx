"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { AddConnection } from "@/components/connections/add-connection";
import { ConnectionList, ConnectionListSkeleton } from "@/components/connections/connection-list";
import { FirstSteps, type SandboxFacts } from "@/components/connections/first-steps";
import { StateAnnouncer } from "@/components/connections/state-announcer";
import { connectionsQuery } from "@/components/queries";
import { Button } from "@/components/ui/button";
import type { ConnectionSummary } from "@/lib/connections/schema";

const settleMs = 250;
const noConnections: ConnectionSummary[] = [];

export function ConnectionsHome({ sandbox }: { sandbox: SandboxFacts }) {
  const [typed, setTyped] = useState("");
  const [archived, setArchived] = useState(false);
  const q = useSettled(typed.trim().toLowerCase(), settleMs);
  const list = useInfiniteQuery({
    ...connectionsQuery({ q, archived }),
    select: (data) => data.pages.flatMap((page) => page.data),
  });
  const connections = list.data ?? noConnections;
  const untouched = list.isSuccess && connections.length === 0 && q === "" && typed === "";

  return (
    <div className="grid gap-6">
      <div className="grid gap-1">
        <h1 className="font-semibold text-3xl tracking-tight">Domains</h1>
        <p className="text-ink-soft">Hostnames that your customers bring, from typed in to served over HTTPS.</p>
      </div>
      <AddConnection />
      <StateAnnouncer connections={connections} />
      <section aria-label="Connections" aria-busy={list.isPending} className="grid gap-3">
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <div className="relative w-full sm:w-72">
            <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-soft" />
            <input
              type="search"
              aria-label="Search hostnames"
              placeholder="Search hostnames"
              maxLength={253}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              className="min-h-11 w-full rounded-lg border border-line-strong bg-card pr-3 pl-9 placeholder:text-ink-soft sm:min-h-10"
            />
          </div>
          <label className="flex min-h-11 items-center gap-2 sm:min-h-10">
            <input
              type="checkbox"
              checked={archived}
              onChange={(event) => setArchived(event.target.checked)}
              className="size-4 accent-accent"
            />
            Show archived
          </label>
        </div>
        {list.isPending && <ConnectionListSkeleton />}
        {list.isError && list.data === undefined && (
          <div role="alert" className="grid justify-items-start gap-3 rounded-xl border border-line bg-card p-6">
            <p>
              <strong className="font-semibold">The list could not be loaded.</strong> {list.error.message}
            </p>
            <Button look="plain" busy={list.isFetching} onClick={() => list.refetch()}>
              Try again
            </Button>
          </div>
        )}
        {untouched && <FirstSteps sandbox={sandbox} />}
        {list.isSuccess && connections.length === 0 && !untouched && (
          <p className="rounded-xl border border-line bg-card p-6 text-ink-soft">
            No hostname matches “{typed.trim()}”.
          </p>
        )}
        {connections.length > 0 && <ConnectionList connections={connections} />}
        {list.hasNextPage && (
          <Button
            look="plain"
            className="justify-self-center"
            busy={list.isFetchingNextPage}
            onClick={() => list.fetchNextPage()}
          >
            {list.isFetchingNextPage ? "Loading…" : "Load more"}
          </Button>
        )}
      </section>
    </div>
  );
}

/** `value`, once it has not changed for `delayMs`. */
function useSettled(value: string, delayMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
