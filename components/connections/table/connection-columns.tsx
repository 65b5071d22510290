import { StateBadge } from "@/components/connection-facts/connection-state";
import { NextStep } from "@/components/connection-facts/next-step";
import type { Choice } from "@/components/connections/table/table-toolbar";
import type { Column } from "@/components/ui/data-table-classes";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ConnectionSummary } from "@/lib/connections/schema";

export type Names = { applications: readonly Choice[]; providers: ReadonlyMap<string, string> };

/** The columns that people can choose, with their headers. The domain and its state are always there. */
export const optionalColumns = {
  state_changed_at: "Since",
  next: "What is next",
  provider: "DNS provider",
  application: "Application",
  batch: "Batch",
  created_at: "Added",
} as const;

export type OptionalColumn = keyof typeof optionalColumns;

export const optionalColumnKeys = Object.keys(optionalColumns) as OptionalColumn[];

/** Shown where nobody has chosen: none that would say the same in every row. */
export function usualColumns(rows: readonly ConnectionSummary[], { applications }: Names): OptionalColumn[] {
  return optionalColumnKeys.filter((key) => {
    if (key === "provider") return rows.some(({ provider }) => provider !== null);
    if (key === "application") return applications.length > 1;
    return key !== "batch";
  });
}

/** The columns of the table. Keys of sortable columns are those of the API. A column that was chosen needs less width to be shown. */
export function connectionColumns(
  { applications, providers }: Names,
  shown: readonly OptionalColumn[],
  isChosen: boolean,
): Column<ConnectionSummary>[] {
  const wide = isChosen ? "lg" : "2xl";
  const optional: Record<OptionalColumn, Omit<Column<ConnectionSummary>, "key" | "header">> = {
    state_changed_at: {
      width: "w-24",
      sortable: true,
      card: "inline",
      cell: ({ stateChangedAt }) => (
        <span className="text-ink-soft">
          <RelativeTime date={stateChangedAt} bare />
        </span>
      ),
    },
    next: {
      width: "w-72",
      hideBelow: isChosen ? "md" : "lg",
      card: "line",
      cell: (connection) => <NextStep connection={connection} />,
    },
    provider: {
      width: "w-32",
      hideBelow: isChosen ? "lg" : "xl",
      cell: ({ provider }) => (
        <span className="text-ink-soft">
          {provider === null ? <Nothing text="unknown" /> : (providers.get(provider) ?? provider)}
        </span>
      ),
    },
    application: {
      width: "w-36",
      hideBelow: wide,
      cell: ({ applicationId }) => (
        <span className="block truncate text-ink-soft">
          {applications.find(({ id }) => id === applicationId)?.name ?? <Nothing text="another application" />}
        </span>
      ),
    },
    batch: {
      width: "w-36",
      hideBelow: wide,
      cell: ({ batchId }) => (
        <span className="block truncate text-ink-soft">{batchId ?? <Nothing text="no batch" />}</span>
      ),
    },
    created_at: {
      width: "w-26",
      hideBelow: wide,
      sortable: true,
      cell: ({ createdAt }) => (
        <span className="text-ink-soft">
          <RelativeTime date={createdAt} bare />
        </span>
      ),
    },
  };
  return [
    {
      key: "hostname",
      header: "Domain",
      primary: true,
      sortable: true,
      cell: ({ hostname, hostnameUnicode }) => <MiddleTruncate text={hostnameUnicode} title={hostname} />,
    },
    {
      key: "state",
      header: "State",
      width: "w-46",
      card: "inline",
      cell: ({ state, unreachableSince }) => <StateBadge state={state} unreachableSince={unreachableSince} />,
    },
    ...optionalColumnKeys
      .filter((key) => shown.includes(key))
      .map((key) => ({ key, header: optionalColumns[key], ...optional[key] })),
  ];
}

function Nothing({ text }: { text: string }) {
  return (
    <>
      <span aria-hidden>–</span>
      <span className="sr-only">{text}</span>
    </>
  );
}
