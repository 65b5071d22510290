import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { Prefetched, prefetch } from "@/app/prefetch";
import { AddOne } from "@/components/connections/add/add-one";
import { applicationNamesQuery } from "@/components/queries/queries";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";

export const metadata: Metadata = { title: "Add a domain" };

type Query = { hostname?: string | string[] };

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const { env } = await pageRuntime();
  const { hostname } = await searchParams;
  return (
    <Prefetched title="Add a domain" queries={[prefetch(applicationNamesQuery, listApplicationNames)]}>
      <AddOne start={typeof hostname === "string" ? hostname.slice(0, 2_048) : ""} sandbox={env.sandbox} />
    </Prefetched>
  );
}
