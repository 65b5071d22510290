import type { Metadata } from "next";
import { Prefetched, prefetch } from "@/app/prefetch";
import { supportHealthQuery, supportQueueQuery } from "@/components/support/queries";
import { SupportHome } from "@/components/support/support-home";
import { getSupportHealth } from "@/lib/support/get-support-health";
import { getSupportQueue } from "@/lib/support/get-support-queue";

export const metadata: Metadata = { title: "Support" };

export default function Page() {
  return (
    <Prefetched
      queries={[prefetch(supportQueueQuery, getSupportQueue), prefetch(supportHealthQuery, getSupportHealth)]}
    >
      <SupportHome />
    </Prefetched>
  );
}
