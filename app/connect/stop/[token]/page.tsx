import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { pageRuntime } from "@/app/page-runtime";
import { ConnectShell } from "@/components/diagnosis/connect-shell";
import { StopMails } from "@/components/diagnosis/stop-mails";
import { findStopLink } from "@/lib/diagnosis/find-stop-link";
import { shareTenantHeader } from "@/lib/kernel/site-headers";

export const metadata: Metadata = {
  title: { absolute: "Stop these mails" },
  robots: { index: false, follow: false },
  referrer: "no-referrer",
};

/** From the end of a mail. Opening it changes nothing: mail filters open every link. */
export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { service } = await pageRuntime();
  const link = await findStopLink(service, { token, tenantId: (await headers()).get(shareTenantHeader) });
  if (link === null) notFound();
  const { brand, mailedTo, isStopped } = link;
  return (
    <ConnectShell brand={brand}>
      <StopMails company={brand.name} recipient={mailedTo} isStopped={isStopped} />
    </ConnectShell>
  );
}
