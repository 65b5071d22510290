import { StateBadge } from "@/components/connection-facts/connection-state";
import type { Column } from "@/components/ui/data-table-classes";
import { RelativeTime } from "@/components/ui/relative-time";
import type { SupportHit } from "@/lib/support/schema";

/** Connections of any company, as every list of the console shows them. */
export const hitColumns: readonly Column<SupportHit>[] = [
  {
    key: "hostname",
    header: "Hostname",
    primary: true,
    cell: ({ hostname }) => <span className="[overflow-wrap:anywhere]">{hostname}</span>,
  },
  {
    key: "tenant",
    header: "Company",
    width: "w-48",
    cell: ({ tenantName }) => <span className="[overflow-wrap:anywhere]">{tenantName}</span>,
  },
  { key: "state", header: "State", width: "w-46", cell: ({ state }) => <StateBadge state={state} /> },
  {
    key: "since",
    header: "Since",
    width: "w-32",
    cell: ({ stateChangedAt }) => (
      <span className="text-ink-soft">
        <RelativeTime date={stateChangedAt} />
      </span>
    ),
  },
];

export function hitHref({ id }: Pick<SupportHit, "id">): string {
  return `/support/connections/${id}`;
}
