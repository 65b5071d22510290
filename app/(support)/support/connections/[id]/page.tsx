import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { Prefetched, prefetch } from "@/app/prefetch";
import { supportConnectionQuery } from "@/components/support/queries";
import { SupportConnectionPage } from "@/components/support/support-connection";
import { getSupportConnection } from "@/lib/support/get-support-connection";

export const metadata: Metadata = { title: "Domain · Support" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { env } = await pageRuntime();
  return (
    <Prefetched queries={[prefetch(supportConnectionQuery(id), getSupportConnection)]}>
      <SupportConnectionPage id={id} sandbox={env.sandbox} />
    </Prefetched>
  );
}
