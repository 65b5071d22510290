import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageRuntime } from "@/app/page-runtime";
import { pageSession } from "@/app/page-session";
import { ConnectionDetail } from "@/components/connections/connection-detail";
import { lastSnapshotInput, lastSnapshotQuery } from "@/components/diagnosis/diagnosis-queries";
import { Hydrate } from "@/components/queries/hydrate";
import {
  changesCursorQuery,
  connectionQuery,
  eventsInput,
  eventsQuery,
  observationsQuery,
} from "@/components/queries/queries";
import { createQueryClient } from "@/components/queries/query-client";
import { getConnection } from "@/lib/connections/get-connection";
import { getObservations } from "@/lib/connections/get-observations";
import { listEvents } from "@/lib/connections/list-events";
import { connectionIdSchema, listEventsSchema } from "@/lib/connections/schema";
import { listSnapshots } from "@/lib/diagnosis/list-snapshots";
import { listSnapshotsSchema } from "@/lib/diagnosis/schema";
import { edgeCaFile } from "@/lib/edge/edge-ca-file";
import { listChanges } from "@/lib/platform/changes/list-changes";

export const metadata: Metadata = { title: "Connection" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { ctx } = await pageSession();
  const { env } = await pageRuntime();
  const { success, data: input } = connectionIdSchema.safeParse(await params);
  if (!success) notFound();
  const { id } = input;
  const client = createQueryClient();
  // Before everything else: what changes from here on is told to the browser.
  await client.prefetchQuery({ ...changesCursorQuery, queryFn: () => listChanges(ctx, { wait: 0 }) });
  await Promise.all([
    client.prefetchQuery({ ...connectionQuery(id), queryFn: () => getConnection(ctx, input) }),
    client.prefetchQuery({ ...observationsQuery(id), queryFn: () => getObservations(ctx, input) }),
    client.prefetchQuery({
      ...lastSnapshotQuery(id),
      queryFn: async () => (await listSnapshots(ctx, listSnapshotsSchema.parse(lastSnapshotInput(id)))).data[0] ?? null,
    }),
    client.prefetchInfiniteQuery({
      ...eventsQuery(id),
      queryFn: () => listEvents(ctx, listEventsSchema.parse(eventsInput(id))),
    }),
  ]);
  const sandbox = { httpsPort: env.edge.httpsPort, caFile: edgeCaFile(env) };
  return (
    <Hydrate client={client}>
      <ConnectionDetail id={id} sandbox={env.sandbox ? sandbox : null} />
    </Hydrate>
  );
}
