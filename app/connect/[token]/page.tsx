import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { pageRuntime } from "@/app/page-runtime";
import { AutoRefetch } from "@/components/diagnosis/auto-refetch";
import { ConnectShell } from "@/components/diagnosis/connect-shell";
import { SharedInstructions, SharedSkeleton } from "@/components/diagnosis/shared-instructions";
import { getSharedDiagnosis } from "@/lib/diagnosis/get-shared-diagnosis";
import type { SharedDiagnosis } from "@/lib/diagnosis/schema";
import { isRefusal } from "@/lib/kernel/errors";

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
  const shared = findShared(getSharedDiagnosis(service, { token }));
  const early = await Promise.race([shared, after(invalidWithinMs)]);
  if (early === null) notFound();
  return (
    <ConnectShell>
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
