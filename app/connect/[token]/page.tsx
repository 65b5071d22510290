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

/** The address is a secret: no search engine, and no page that is linked from here, may learn it. */
export const metadata: Metadata = {
  title: "Connect your domain",
  robots: { index: false, follow: false },
  referrer: "no-referrer",
};

/** A link that does not work is known at once; what takes longer than this is the look at the DNS, and is streamed. */
const knownWithinMs = 400;

/** For whoever edits the DNS, without an account: what to publish, what is seen, and what is wrong. */
export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { service } = await pageRuntime();
  const shared = findShared(getSharedDiagnosis(service, { token }));
  const early = await Promise.race([shared, after(knownWithinMs)]);
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

/** null: expired, withdrawn, or never was. */
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
