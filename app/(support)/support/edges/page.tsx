import type { Metadata } from "next";
import { Prefetched, prefetch } from "@/app/prefetch";
import { supportEdgesQuery } from "@/components/support/queries";
import { SupportEdgesPage } from "@/components/support/support-edges";
import { listSupportEdges } from "@/lib/support/list-support-edges";

export const metadata: Metadata = { title: "Edges · Support" };

export default function Page() {
  return (
    <Prefetched queries={[prefetch(supportEdgesQuery, listSupportEdges)]}>
      <SupportEdgesPage />
    </Prefetched>
  );
}
