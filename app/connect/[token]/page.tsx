import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { pageRuntime } from "@/app/page-runtime";
import { AutoRefetch } from "@/components/diagnosis/auto-refetch";
import { ConnectShell } from "@/components/diagnosis/connect-shell";
import { SharedInstructions, SharedSkeleton } from "@/components/diagnosis/shared-instructions";
import { findSharedBrand } from "@/lib/diagnosis/find-shared-brand";
import { getSharedDiagnosis } from "@/lib/diagnosis/get-shared-diagnosis";
import type { SharedDiagnosis } from "@/lib/diagnosis/schema";
import { isRefusal } from "@/lib/kernel/errors";
import { shareTenantHeader } from "@/lib/kernel/site-headers";

/** The address holds a secret: search engines and linked pages must not see it. */
export const metadata: Metadata = {
  title: "Connect your domain",
  robots: { index: false, follow: false },
  referrer: "no-referrer",
};

/** An invalid link is known within this time. A DNS check takes longer, and is streamed. */
const invalidWithinMs = 400;

/** For whoever edits the DNS, without an account: what to publish, what the nameservers answer, and what is wrong. */
export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { service } = await pageRuntime();
  const link = { token, tenantId: (await headers()).get(shareTenantHeader) };
  const shared = findShared(getSharedDiagnosis(service, link));
  const brand = await findSharedBrand(service, link);
  const early = await Promise.race([shared, after(invalidWithinMs)]);
  if (early === null) notFound();
  return (
    <ConnectShell brand={brand}>
      <Suspense fallback={<SharedSkeleton />}>
        <Shared promise={shared} />
      </Suspense>
      <AutoRefetch />
    </ConnectShell>
  );
}

async function Shared({ promise }: { promise: Promise<SharedDiagnosis | null> }) {
  const shared = await promise;
  if (shared === null) notFound();
  return <SharedInstructions shared={shared} />;
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
