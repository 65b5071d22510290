import { StateBadge, stateStyle } from "@/components/connection-facts/connection-state";
import type { Choice } from "@/components/connections/table/table-toolbar";
import type { Column } from "@/components/ui/data-table-classes";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ConnectionSummary } from "@/lib/connections/schema";

export type Names = { applications: readonly Choice[]; providers: ReadonlyMap<string, string> };

/** The columns of the table. Keys of sortable columns are those of the API. */
export function connectionColumns({ applications, providers }: Names): Column<ConnectionSummary>[] {
  const columns: Column<ConnectionSummary>[] = [
    {
      key: "hostname",
      header: "Hostname",
      primary: true,
      sortable: true,
      cell: ({ hostname, hostnameUnicode }) => (
        <span title={hostname === hostnameUnicode ? undefined : hostname} className="sm:block sm:truncate">
          {hostnameUnicode}
        </span>
      ),
    },
    {
      key: "state",
      header: "State",
      width: "w-46",
      cell: ({ state, unreachableSince }) => <StateBadge state={state} unreachableSince={unreachableSince} />,
    },
    {
      key: "state_changed_at",
      header: "Since",
      width: "w-24",
      sortable: true,
      cell: ({ stateChangedAt }) => (
        <span className="text-ink-soft">
          <RelativeTime date={stateChangedAt} bare />
        </span>
      ),
    },
    {
      key: "next",
      header: "Next step",
      width: "w-56",
      hideBelow: "lg",
      cell: (connection) => <span className="text-ink-soft">{stateStyle(connection).next}</span>,
    },
    {
      key: "provider",
      header: "DNS provider",
      width: "w-32",
      hideBelow: "xl",
      cell: ({ provider }) => (
        <span className="text-ink-soft">
          {provider === null ? <Nothing text="unknown" /> : (providers.get(provider) ?? provider)}
        </span>
      ),
    },
    {
      key: "created_at",
      header: "Added",
      width: "w-26",
      hideBelow: "2xl",
      sortable: true,
      cell: ({ createdAt }) => (
        <span className="text-ink-soft">
          <RelativeTime date={createdAt} bare />
        </span>
      ),
    },
  ];
  if (applications.length > 1) columns.splice(5, 0, applicationColumn(applications));
  return columns;
}

function applicationColumn(applications: readonly Choice[]): Column<ConnectionSummary> {
  return {
    key: "application",
    header: "Application",
    width: "w-36",
    hideBelow: "2xl",
    cell: ({ applicationId }) => (
      <span className="block truncate text-ink-soft">
        {applications.find(({ id }) => id === applicationId)?.name ?? <Nothing text="another application" />}
      </span>
    ),
  };
}

function Nothing({ text }: { text: string }) {
  return (
    <>
      <span aria-hidden>–</span>
      <span className="sr-only">{text}</span>
    </>
  );
}
