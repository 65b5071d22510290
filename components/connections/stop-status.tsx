import { CircleAlert, CircleCheck, Hourglass } from "lucide-react";
import { stopSummary } from "@/components/connections/stop-summary";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ConnectionResource } from "@/lib/connections/schema";

const icons = { good: CircleCheck, bad: CircleAlert, quiet: Hourglass } as const;

/** Whether the edges have stopped serving a connection that is over. */
export function StopStatus({ stop }: { stop: NonNullable<ConnectionResource["stop"]> }) {
  const summary = stopSummary(stop);
  if (summary === null) return null;
  const { tone, text } = summary;
  return (
    <Notice tone={tone} icon={icons[tone]}>
      <p role="status">
        {text}
        {stop.settledAt === null && (
          <>
            {" "}
            It was released <RelativeTime date={stop.releasedAt} />.
          </>
        )}
      </p>
    </Notice>
  );
}
