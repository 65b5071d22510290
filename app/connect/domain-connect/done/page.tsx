import type { Metadata } from "next";
import { FlowEnd } from "@/components/connections/domain-connect/flow-end";
import { ConnectShell } from "@/components/diagnosis/connect-shell";

export const metadata: Metadata = { title: "Back from your DNS provider", robots: { index: false, follow: false } };

export default async function Page({ searchParams }: { searchParams: Promise<{ outcome?: string | string[] }> }) {
  const { outcome } = await searchParams;
  return (
    <ConnectShell>
      <FlowEnd outcome={typeof outcome === "string" ? outcome : ""} />
    </ConnectShell>
  );
}
