import { notFound } from "next/navigation";
import { connection } from "next/server";
import { ConnectionsHome } from "@/components/connections/connections-home";
import { PageShell } from "@/components/shell/page-shell";
import { edgeCaFile, getRuntime } from "@/lib/create-context";
import { demoKey } from "@/lib/sandbox/seed";

export default async function Page() {
  await connection();
  const { env } = await getRuntime();
  if (!env.sandbox) notFound();
  return (
    <PageShell current="domains">
      <ConnectionsHome
        sandbox={{ appUrl: env.appUrl, apiKey: demoKey, httpsPort: env.edge.httpsPort, caFile: edgeCaFile(env) }}
      />
    </PageShell>
  );
}
