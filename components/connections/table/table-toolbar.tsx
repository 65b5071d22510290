"use client";

import { Layers, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type ConnectionsView, firstOrder } from "@/components/connection-facts/view";
import { BatchFilter } from "@/components/connections/table/batch-filter";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { SearchInput } from "@/components/ui/text-input";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";
import { listConnectionsCall } from "@/lib/api/calls/list-connections";
import type { ConnectionSort } from "@/lib/connections/policy";

const typingMs = 200;
const all = "all";

export type Choice = { id: string; name: string };

type ToolbarProps = {
  view: ConnectionsView;
  applications: readonly Choice[];
  show: (view: ConnectionsView, how?: "push" | "replace") => void;
  children?: ReactNode;
};

/** Search, filters and order of the table; states have their own chips. */
export function TableToolbar({ view, applications, show, children }: ToolbarProps) {
  const chosen = applications.find(({ id }) => id === view.applicationId);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchBox view={view} show={show} />
      {(applications.length > 1 || view.applicationId) && (
        <Select
          aria-label="Application"
          className="max-sm:flex-1 sm:w-52"
          value={view.applicationId ?? all}
          onValueChange={(id) => show({ ...view, applicationId: id === all ? null : id })}
          options={[
            { value: all, label: "All applications" },
            ...applications.map(({ id, name }) => ({ value: id, label: name })),
            ...(view.applicationId && !chosen ? [{ value: view.applicationId, label: "Other application" }] : []),
          ]}
        />
      )}
      {view.batchId ? (
        <Button
          variant="plain"
          aria-label={`Batch ${view.batchId}: show all batches`}
          onClick={() => show({ ...view, batchId: null })}
          className="min-w-0 max-sm:flex-1"
        >
          <Layers aria-hidden className="size-4 shrink-0" />
          <span className="max-w-40 truncate">{view.batchId}</span>
          <X aria-hidden className="size-4 shrink-0" />
        </Button>
      ) : (
        <BatchFilter onChoose={(batchId) => show({ ...view, batchId })} />
      )}
      <Select<Order>
        aria-label="Order"
        className="max-sm:min-w-44 max-sm:flex-1 sm:ml-auto sm:w-46"
        value={`${view.sort} ${view.order}`}
        onValueChange={(value) => show({ ...view, ...readOrder(value) })}
        options={orders}
      />
      {children}
    </div>
  );
}

type Order = `${ConnectionSort} ${"asc" | "desc"}`;

const orders: readonly { value: Order; label: string }[] = [
  { value: "created_at desc", label: "Newest first" },
  { value: "created_at asc", label: "Oldest first" },
  { value: "hostname asc", label: "Domain, A to Z" },
  { value: "hostname desc", label: "Domain, Z to A" },
  { value: "state_changed_at desc", label: "Recently changed" },
  { value: "state_changed_at asc", label: "Longest in state" },
];

function readOrder(value: Order): Pick<ConnectionsView, "sort" | "order"> {
  const [sort, order] = value.split(" ") as [ConnectionSort, "asc" | "desc" | undefined];
  return { sort, order: order ?? firstOrder(sort) };
}

/** Searches as you type. The first letter adds a history entry, the others replace it. */
function SearchBox({ view, show }: Pick<ToolbarProps, "view" | "show">) {
  const [typed, setTyped] = useState(view.q);
  const settled = useDebouncedValue(typed, typingMs);
  const current = useRef({ view, typed });
  current.current = { view, typed };

  useEffect(() => {
    const { view: now, typed: latest } = current.current;
    const q = settled.trim().toLowerCase();
    // The settled text is out of date if the address has changed meanwhile, as by the back button.
    if (settled === latest && q !== now.q) show({ ...now, q }, now.q === "" ? "push" : "replace");
  }, [settled, show]);

  useEffect(() => {
    if (current.current.typed.trim().toLowerCase() !== view.q) setTyped(view.q);
  }, [view.q]);

  return (
    <div className="min-w-0 max-sm:basis-full sm:w-60">
      <SearchInput
        label="Search domains"
        maxLength={listConnectionsCall.max?.q}
        autoCapitalize="none"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  );
}
