import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { Prefetched, prefetch } from "@/app/prefetch";
import { KnownProvider } from "@/components/connection-facts/known-provider";
import { ConnectionDetail } from "@/components/connections/connection-detail";
import { lastSnapshotQuery } from "@/components/diagnosis/diagnosis-queries";
import { changesCursorQuery, connectionQuery, eventsQuery, observationsQuery } from "@/components/queries/queries";
import { getConnection } from "@/lib/connections/get-connection";
import { getObservations } from "@/lib/connections/get-observations";
import { listEvents } from "@/lib/connections/list-events";
import { listSnapshots } from "@/lib/diagnosis/list-snapshots";
import { findProvider } from "@/lib/dns/providers/catalog";
import { edgeCaFile } from "@/lib/edge/edge-ca-file";
import { listChanges } from "@/lib/platform/changes/list-changes";

export const metadata: Metadata = { title: "Domain" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { env } = await pageRuntime();
  const sandbox = { httpsPort: env.edge.httpsPort, caFile: edgeCaFile(env) };
  return (
    <Prefetched
      title="Domain"
      first={prefetch(changesCursorQuery, listChanges)}
      queries={[
        prefetch(connectionQuery(id), getConnection),
        prefetch(observationsQuery(id), getObservations),
        prefetch(lastSnapshotQuery(id), listSnapshots),
        prefetch(eventsQuery(id), listEvents),
      ]}
    >
      {(client) => (
        <KnownProvider provider={findProvider(client.getQueryData(connectionQuery(id).queryKey)?.provider ?? "")}>
          <ConnectionDetail id={id} sandbox={env.sandbox ? sandbox : null} />
        </KnownProvider>
      )}
    </Prefetched>
  );
}
