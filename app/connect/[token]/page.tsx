import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { pageRuntime } from "@/app/page-runtime";
import { AutoRefetch } from "@/components/diagnosis/auto-refetch";
import { ConnectShell } from "@/components/diagnosis/connect-shell";
import { SharedInstructions, SharedSkeleton } from "@/components/diagnosis/shared-instructions";
import { findSharedSubject } from "@/lib/diagnosis/find-shared-subject";
import { getSharedDiagnosis } from "@/lib/diagnosis/get-shared-diagnosis";
import type { SharedDiagnosis } from "@/lib/diagnosis/instructions/shared-diagnosis";
import { isRefusal } from "@/lib/kernel/errors";
import { shareTenantHeader } from "@/lib/kernel/site-headers";

type Params = { params: Promise<{ token: string }> };

/**
 * The address holds a secret: search engines and linked pages must not see it. The preview in a chat or a mail says who asks
 * for what, so that nobody takes the link for a fraud.
 */
export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { service } = await pageRuntime();
  const subject = await findSharedSubject(service, await linkOf(params));
  const secret: Metadata = { robots: { index: false, follow: false }, referrer: "no-referrer" };
  if (subject === null) return { ...secret, title: "Connect your domain" };
  const { brand, hostname } = subject;
  const title = `${brand.name} asks you to connect ${hostname}`;
  const description = `What to change in the DNS of ${hostname}, step by step. No account is needed.`;
  return {
    ...secret,
    title: { absolute: `Connect ${hostname} · ${brand.name}` },
    description,
    openGraph: { title, description, siteName: brand.name, type: "website" },
    twitter: { card: "summary", title, description },
  };
}

/** An invalid link is known within this time. A DNS check takes longer, and is streamed. */
const invalidWithinMs = 400;

/** For whoever edits the DNS, without an account: what to publish, what the nameservers answer, and what is wrong. */
export default async function Page({ params }: Params) {
  const { service } = await pageRuntime();
  const link = await linkOf(params);
  const shared = findShared(getSharedDiagnosis(service, link));
  const subject = await findSharedSubject(service, link);
  const early = await Promise.race([shared, after(invalidWithinMs)]);
  if (early === null || subject === null) notFound();
  return (
    <ConnectShell brand={subject.brand}>
      <Suspense fallback={<SharedSkeleton />}>
        <Shared promise={shared} token={link.token} />
      </Suspense>
      <AutoRefetch token={link.token} />
    </ConnectShell>
  );
}

async function linkOf(params: Params["params"]): Promise<{ token: string; tenantId: string | null }> {
  return { token: (await params).token, tenantId: (await headers()).get(shareTenantHeader) };
}

async function Shared({ promise, token }: { promise: Promise<SharedDiagnosis | null>; token: string }) {
  const shared = await promise;
  if (shared === null) notFound();
  return <SharedInstructions shared={shared} token={token} />;
}

/** null: expired, revoked, or unknown. */
async function findShared(promise: Promise<SharedDiagnosis>): Promise<SharedDiagnosis | null> {
  try {
    return await promise;
  } catch (error) {
    if (isRefusal(error) && error.code === "not_found") return null;
    throw error;
  }
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined));
}
