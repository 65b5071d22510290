import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { staffVisitor } from "@/app/page-session";
import { Prefetched, prefetch } from "@/app/prefetch";
import { KnownProvider } from "@/components/connection-facts/known-provider";
import { supportConnectionQuery } from "@/components/support/queries";
import { SupportConnectionPage } from "@/components/support/support-connection";
import { findProvider } from "@/lib/dns/providers/catalog";
import { edgeCaFile } from "@/lib/edge/edge-ca-file";
import { getSupportConnection } from "@/lib/support/get-support-connection";

export const metadata: Metadata = { title: "Domain · Support" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { env } = await pageRuntime();
  const { found } = await staffVisitor();
  const sandbox = { httpsPort: env.edge.httpsPort, caFile: edgeCaFile(env) };
  return (
    <Prefetched queries={[prefetch(supportConnectionQuery(id), getSupportConnection)]}>
      {(client) => (
        <KnownProvider
          provider={findProvider(client.getQueryData(supportConnectionQuery(id).queryKey)?.connection.provider ?? "")}
        >
          <SupportConnectionPage id={id} userId={found.user.id} sandbox={env.sandbox ? sandbox : null} />
        </KnownProvider>
      )}
    </Prefetched>
  );
}
