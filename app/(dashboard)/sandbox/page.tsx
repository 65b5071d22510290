import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageRuntime } from "@/app/page-runtime";
import { sandboxFacts } from "@/app/sandbox-facts";
import { ZoneEditor } from "@/components/sandbox/zone-editor";

export const metadata: Metadata = { title: "Customer DNS" };

export default async function Page() {
  const { env } = await pageRuntime();
  const facts = await sandboxFacts();
  if (!facts) notFound();
  return <ZoneEditor dnsPort={env.dns.sandboxPort} example={facts.hostname} />;
}
