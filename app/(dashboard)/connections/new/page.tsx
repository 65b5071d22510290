import type { Metadata } from "next";
import { pageEnvironment } from "@/app/page-session";
import { Prefetched, prefetch } from "@/app/prefetch";
import { sandboxFacts } from "@/app/sandbox-facts";
import { AddOne } from "@/components/connections/add/add-one";
import { applicationChoicesQuery } from "@/components/queries/queries";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";

export const metadata: Metadata = { title: "Add a domain" };

type Query = { hostname?: string | string[] };

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const { hostname } = await searchParams;
  return (
    <Prefetched
      title="Add a domain"
      queries={[prefetch(applicationChoicesQuery(await pageEnvironment()), listApplicationNames)]}
    >
      <AddOne
        start={typeof hostname === "string" ? hostname.slice(0, 2_048) : ""}
        example={(await sandboxFacts())?.hostname ?? null}
      />
    </Prefetched>
  );
}
