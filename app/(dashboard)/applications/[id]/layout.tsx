import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { pageSession } from "@/app/page-session";
import { ApplicationFrame } from "@/components/applications/application-frame";
import { applicationQuery } from "@/components/applications/queries";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { getApplication } from "@/lib/accounts/applications/get-application";
import { applicationIdSchema } from "@/lib/accounts/applications/schema";

export const metadata: Metadata = { title: "Application" };

export default async function Layout({ params, children }: { params: Promise<{ id: string }>; children: ReactNode }) {
  const { ctx, session } = await pageSession();
  const { success, data: input } = applicationIdSchema.safeParse({ id: (await params).id });
  if (!success) notFound();
  const client = createQueryClient();
  if (session.scopes.includes("apps:admin")) {
    await client.prefetchQuery({ ...applicationQuery(input.id), queryFn: () => getApplication(ctx, input) });
  }
  return (
    <Hydrate client={client}>
      <ApplicationFrame id={input.id}>{children}</ApplicationFrame>
    </Hydrate>
  );
}
