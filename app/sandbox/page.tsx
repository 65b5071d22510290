import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { ZoneEditor } from "@/components/sandbox/zone-editor";
import { PageShell } from "@/components/shell/page-shell";
import { getRuntime } from "@/lib/create-context";

export const metadata: Metadata = { title: "Customer DNS" };

export default async function Page() {
  await connection();
  const { env } = await getRuntime();
  if (!env.sandbox) notFound();
  return (
    <PageShell current="zone">
      <ZoneEditor dnsPort={env.dns.sandboxPort} />
    </PageShell>
  );
}
