import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageSession } from "@/app/page-session";
import { ZoneEditor } from "@/components/sandbox/zone-editor";
import { getRuntime } from "@/lib/create-context";

export const metadata: Metadata = { title: "Customer DNS" };

export default async function Page() {
  const { ctx } = await pageSession();
  const { env } = await getRuntime();
  if (!ctx.policy.sandbox) notFound();
  return <ZoneEditor dnsPort={env.dns.sandboxPort} />;
}
