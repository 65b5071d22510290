import type { Metadata } from "next";
import { pageEnvironment } from "@/app/page-session";
import { Prefetched, prefetch } from "@/app/prefetch";
import { DomainConnectDebugger } from "@/components/connections/domain-connect-debugger";
import { applicationChoicesQuery } from "@/components/queries/queries";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";

export const metadata: Metadata = { title: "Domain Connect debugger" };

export default async function Page() {
  return (
    <Prefetched
      title="Domain Connect debugger"
      queries={[prefetch(applicationChoicesQuery(await pageEnvironment()), listApplicationNames)]}
    >
      <DomainConnectDebugger />
    </Prefetched>
  );
}
