import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { Prefetched, prefetch } from "@/app/prefetch";
import { EmailSetup } from "@/components/connections/email/email-setup";
import { connectionQuery } from "@/components/queries/queries";
import { getConnection } from "@/lib/connections/get-connection";

export const metadata: Metadata = { title: "Email DNS" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { env } = await pageRuntime();
  return (
    <Prefetched title="Email DNS" queries={[prefetch(connectionQuery(id), getConnection)]}>
      <EmailSetup id={id} sandbox={env.sandbox} />
    </Prefetched>
  );
}
