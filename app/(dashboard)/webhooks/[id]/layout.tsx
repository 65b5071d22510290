import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { pageSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { EndpointFrame } from "@/components/webhooks/endpoint-frame";
import { endpointQuery } from "@/components/webhooks/queries";
import { getWebhookEndpoint } from "@/lib/webhooks/endpoints/get-webhook-endpoint";
import { webhookEndpointIdSchema } from "@/lib/webhooks/schema";

export const metadata: Metadata = { title: "Webhook endpoint" };

export default async function Layout({ params, children }: { params: Promise<{ id: string }>; children: ReactNode }) {
  const { ctx, session } = await pageSession();
  const { success, data: input } = webhookEndpointIdSchema.safeParse({ id: (await params).id });
  if (!success) notFound();
  const client = createQueryClient();
  if (session.scopes.includes("webhooks:write")) {
    await client.prefetchQuery({ ...endpointQuery(input.id), queryFn: () => getWebhookEndpoint(ctx, input) });
  }
  return (
    <Hydrate client={client}>
      <EndpointFrame id={input.id}>{children}</EndpointFrame>
    </Hydrate>
  );
}
