import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { ConnectionDetail } from "@/components/connections/connection-detail";
import { PageShell } from "@/components/shell/page-shell";
import { connectionIdSchema } from "@/lib/connections/schema";
import { edgeCaFile, getRuntime } from "@/lib/create-context";

export const metadata: Metadata = { title: "Connection" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  await connection();
  const { env } = await getRuntime();
  const { success, data } = connectionIdSchema.safeParse(await params);
  if (!env.sandbox || !success) notFound();
  return (
    <PageShell current="domains">
      <ConnectionDetail id={data.id} sandbox={{ httpsPort: env.edge.httpsPort, caFile: edgeCaFile(env) }} />
    </PageShell>
  );
}
