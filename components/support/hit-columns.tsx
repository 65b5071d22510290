import { StateBadge } from "@/components/connection-facts/connection-state";
import type { Column } from "@/components/ui/data-table-classes";
import { RelativeTime } from "@/components/ui/relative-time";
import { isOver } from "@/lib/connections/machine";
import type { SupportHit } from "@/lib/support/schema";

/** Connections of any company, as every list of the console shows them. */
export const hitColumns: readonly Column<SupportHit>[] = [
  {
    key: "hostname",
    header: "Domain",
    primary: true,
    cell: ({ hostname }) => <span className="[overflow-wrap:anywhere]">{hostname}</span>,
  },
  {
    key: "tenant",
    header: "Company",
    width: "w-48",
    cell: ({ tenantName }) => <span className="[overflow-wrap:anywhere]">{tenantName}</span>,
  },
  { key: "state", header: "State", width: "w-46", card: "inline", cell: ({ state }) => <StateBadge state={state} /> },
  {
    key: "waiting",
    header: "Waiting since",
    width: "w-36",
    cell: ({ state, waitingSince }) => (
      <span className="text-ink-soft">
        {state === "live" || isOver(state) ? "–" : <RelativeTime date={waitingSince} />}
      </span>
    ),
  },
  {
    key: "assignee",
    header: "Assigned to",
    width: "w-36",
    cell: ({ assignee }) => (
      <span className={`[overflow-wrap:anywhere] ${assignee === null ? "text-ink-soft" : ""}`}>
        {assignee?.name ?? "nobody"}
      </span>
    ),
  },
];

export function hitHref({ id }: Pick<SupportHit, "id">): string {
  return `/support/connections/${id}`;
}
