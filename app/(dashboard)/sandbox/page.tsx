import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageRuntime } from "@/app/page-runtime";
import { pageSession } from "@/app/page-session";
import { ZoneEditor } from "@/components/sandbox/zone-editor";

export const metadata: Metadata = { title: "Customer DNS" };

export default async function Page() {
  const { ctx } = await pageSession();
  const { env } = await pageRuntime();
  if (!ctx.policy.sandbox) notFound();
  return <ZoneEditor dnsPort={env.dns.sandboxPort} />;
}
