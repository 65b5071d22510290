import type { Metadata } from "next";
import { Prefetched, prefetch } from "@/app/prefetch";
import { DomainConnectDebugger } from "@/components/connections/domain-connect-debugger";
import { applicationNamesQuery } from "@/components/queries/queries";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";

export const metadata: Metadata = { title: "Domain Connect debugger" };

export default function Page() {
  return (
    <Prefetched title="Domain Connect debugger" queries={[prefetch(applicationNamesQuery, listApplicationNames)]}>
      <DomainConnectDebugger />
    </Prefetched>
  );
}
