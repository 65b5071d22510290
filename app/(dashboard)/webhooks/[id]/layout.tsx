import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Prefetched, prefetch } from "@/app/prefetch";
import { EndpointFrame } from "@/components/webhooks/endpoint-frame";
import { endpointQuery } from "@/components/webhooks/queries";
import { getWebhookEndpoint } from "@/lib/webhooks/endpoints/get-webhook-endpoint";

export const metadata: Metadata = { title: "Webhook endpoint" };

export default async function Layout({ params, children }: { params: Promise<{ id: string }>; children: ReactNode }) {
  const { id } = await params;
  return (
    <Prefetched title="Webhook endpoint" queries={[prefetch(endpointQuery(id), getWebhookEndpoint)]}>
      <EndpointFrame id={id}>{children}</EndpointFrame>
    </Prefetched>
  );
}
