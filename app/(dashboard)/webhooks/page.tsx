import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { pageEnvironment } from "@/app/page-session";
import { Prefetched, prefetch } from "@/app/prefetch";
import { applicationNamesQuery } from "@/components/queries/queries";
import { endpointsQuery } from "@/components/webhooks/queries";
import { WebhooksHome } from "@/components/webhooks/webhooks-home";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";
import { listWebhookEndpoints } from "@/lib/webhooks/endpoints/list-webhook-endpoints";

export const metadata: Metadata = { title: "Webhooks" };

export default async function Page() {
  const { env } = await pageRuntime();
  return (
    <Prefetched
      title="Webhooks"
      queries={[
        prefetch(endpointsQuery(await pageEnvironment()), listWebhookEndpoints),
        prefetch(applicationNamesQuery, listApplicationNames),
      ]}
    >
      <WebhooksHome appUrl={env.appUrl} />
    </Prefetched>
  );
}
