import { CircleAlert } from "lucide-react";
import { stateStyle } from "@/components/connection-facts/connection-state";
import { states } from "@/lib/connections/machine";
import type { ConnectionSummary } from "@/lib/connections/schema";

/** What is next for a domain: its cause, where a diagnosis has found one, else what its state asks for. */
export function NextStep({ connection }: { connection: ConnectionSummary }) {
  const { finding } = connection;
  if (finding === null) {
    // In a card, a line that asks for nothing is left out.
    const isIdle = states[connection.state].phase === "live" && !connection.unreachableSince;
    return <span className={`text-ink-soft ${isIdle ? "max-sm:hidden" : ""}`}>{stateStyle(connection).next}</span>;
  }
  const isRed = isUrgent(finding);
  return (
    <span className={`flex min-w-0 items-start gap-1.5 ${isRed ? "text-bad" : "text-ink-soft"}`}>
      {isRed && <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}
      <span className="line-clamp-2 min-w-0" title={finding.title}>
        {finding.title}
        {finding.urgency === "overdue" && <span className="sr-only"> (overdue)</span>}
      </span>
    </span>
  );
}

/** Only what went wrong, or has been missing for too long, is red. */
export function isUrgent({ urgency }: Pick<NonNullable<ConnectionSummary["finding"]>, "urgency">): boolean {
  return urgency === "mistake" || urgency === "overdue";
}
