import { Unplug } from "lucide-react";
import { changedRecords, eventEvidence } from "@/components/connections/event-evidence";
import { RecordChange } from "@/components/connections/timeline";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { EventResource } from "@/lib/connections/schema";

/** Which records changed while the domain was live, and when. */
export function DriftStory({ events }: { events: readonly EventResource[] }) {
  const drift = events.find(({ type }) => type === "domain.drift");
  const evidence = drift ? eventEvidence(drift) : null;
  const changes = evidence ? changedRecords(evidence) : [];
  if (!drift || !evidence || changes.length === 0) return null;
  return (
    <Notice tone="bad" icon={Unplug}>
      <p className="font-medium">
        What changed
        {evidence.since && (
          <>
            , first seen <RelativeTime date={evidence.since} />
          </>
        )}
        , confirmed <RelativeTime date={drift.createdAt} />
      </p>
      <ul className="mt-1 grid gap-1">
        {changes.map((record) => (
          <li key={`${record.type} ${record.host} ${record.wanted}`}>
            <span className="font-mono text-[13px]">
              {record.type} {record.host}
            </span>
            : <RecordChange record={record} />
            {record.servers.length > 0 && (
              <span className="text-ink-soft text-sm [overflow-wrap:anywhere]"> on {record.servers.join(", ")}</span>
            )}
          </li>
        ))}
      </ul>
      <p className="mt-1 text-ink-soft text-sm">
        The domain stays connected, and we still serve visitors who reach the edge. It goes live again automatically
        once the records are back.
      </p>
    </Notice>
  );
}
