"use client";

import { useQuery } from "@tanstack/react-query";
import { dnsHomeOf } from "@/components/connection-facts/form-record";
import { RecordCard } from "@/components/connection-facts/record-card";
import type { RecordRow } from "@/components/connection-facts/records-rows";
import { FindingNote } from "@/components/diagnosis/finding-note";
import { whoInDashboard } from "@/components/diagnosis/finding-presentation";
import { PublishInSandbox } from "@/components/sandbox/publish-in-sandbox";
import { zoneQuery } from "@/components/sandbox/zone-query";
import type { ConnectionResource } from "@/lib/connections/schema";
import { recordKey } from "@/lib/diagnosis/instructions/instructions";
import type { FindingResource } from "@/lib/diagnosis/schema";

/** A card for each record, in the order to publish them, with the findings about it. */
export function RecordCards({
  connection: { registrableDomain: zone, provider },
  rows,
  findings,
  publishable,
}: {
  connection: Pick<ConnectionResource, "registrableDomain" | "provider">;
  rows: readonly RecordRow[];
  /** By `recordKey`. */
  findings: ReadonlyMap<string, readonly FindingResource[]>;
  /** A click publishes a record in the sandbox's DNS. */
  publishable: boolean;
}) {
  const zoneRecords = useQuery({ ...zoneQuery, enabled: publishable });
  const home = dnsHomeOf(provider, zone);
  return (
    <ol aria-label="Records" className="grid min-w-0 gap-3">
      {rows.map((row) => (
        <li key={recordKey(row)} className="min-w-0">
          <RecordCard
            row={row}
            zone={zone}
            provider={home?.provider ?? null}
            steady
            actions={publishable && <PublishInSandbox record={row} zone={zoneRecords.data} />}
          >
            {(findings.get(recordKey(row)) ?? []).map((finding) => (
              <FindingNote key={finding.code} finding={finding} who={whoInDashboard} about={row} />
            ))}
          </RecordCard>
        </li>
      ))}
    </ol>
  );
}
