import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { pageEnvironment } from "@/app/page-session";
import { Prefetched, prefetch } from "@/app/prefetch";
import { AddMany } from "@/components/connections/import/add-many";
import { applicationChoicesQuery } from "@/components/queries/queries";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";

export const metadata: Metadata = { title: "Add many domains" };

export default async function Page() {
  const { env } = await pageRuntime();
  return (
    <Prefetched
      title="Add many domains"
      queries={[prefetch(applicationChoicesQuery(await pageEnvironment()), listApplicationNames)]}
    >
      <AddMany sandbox={env.sandbox} />
    </Prefetched>
  );
}
