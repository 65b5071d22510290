"use client";

import { useQuery } from "@tanstack/react-query";
import { useProvider } from "@/components/connection-facts/known-provider";
import { RecordCard } from "@/components/connection-facts/record-card";
import { FindingLine } from "@/components/diagnosis/finding-line";
import { FindingNote } from "@/components/diagnosis/finding-note";
import { whoInDashboard } from "@/components/diagnosis/finding-presentation";
import { PublishInSandbox } from "@/components/sandbox/publish-in-sandbox";
import { zoneQuery } from "@/components/sandbox/zone-query";
import { isOver } from "@/lib/connections/machine";
import type { ConnectionResource } from "@/lib/connections/schema";
import { recordKey } from "@/lib/diagnosis/instructions/instructions";
import type { RecordRow } from "@/lib/diagnosis/instructions/record-rows";
import type { FindingResource } from "@/lib/diagnosis/schema";

/** A card for each record, in the order to publish them, with the findings about it. */
export function RecordCards({
  connection: { registrableDomain: zone, provider, state },
  rows,
  findings,
  publishable,
}: {
  connection: Pick<ConnectionResource, "registrableDomain" | "provider" | "state">;
  rows: readonly RecordRow[];
  /** By `recordKey`. */
  findings: ReadonlyMap<string, readonly FindingResource[]>;
  /** A click publishes a record in the sandbox's DNS. */
  publishable: boolean;
}) {
  const over = isOver(state);
  const zoneRecords = useQuery({ ...zoneQuery, enabled: publishable && !over });
  const known = useProvider(provider);
  return (
    <ol aria-label="Records" className="grid min-w-0 gap-3">
      {rows.map((row) => (
        <li key={recordKey(row)} className="min-w-0">
          <RecordCard
            row={row}
            zone={zone}
            provider={known}
            steady
            {...(over ? { startsOpen: false } : {})}
            actions={publishable && !over && <PublishInSandbox record={row} zone={zoneRecords.data} />}
          >
            {(findings.get(recordKey(row)) ?? []).map((finding, index) =>
              // The first one is the cause; the others are read where it does not help.
              index === 0 ? (
                <FindingNote key={finding.code} finding={finding} who={whoInDashboard} about={row} />
              ) : (
                <FindingLine key={finding.code} finding={finding} who={whoInDashboard} about={row} />
              ),
            )}
          </RecordCard>
        </li>
      ))}
    </ol>
  );
}
