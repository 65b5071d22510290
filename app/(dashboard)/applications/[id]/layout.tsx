import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Prefetched, prefetch } from "@/app/prefetch";
import { ApplicationFrame } from "@/components/applications/application-frame";
import { applicationQuery } from "@/components/applications/queries";
import { getApplication } from "@/lib/accounts/applications/get-application";

export const metadata: Metadata = { title: "Application" };

export default async function Layout({ params, children }: { params: Promise<{ id: string }>; children: ReactNode }) {
  const { id } = await params;
  return (
    <Prefetched title="Application" queries={[prefetch(applicationQuery(id), getApplication)]}>
      <ApplicationFrame id={id}>{children}</ApplicationFrame>
    </Prefetched>
  );
}
