import type { Metadata } from "next";
import { pageSession } from "@/app/page-session";
import { applicationNamesInput, applicationNamesQuery } from "@/components/applications/queries";
import { Hydrate } from "@/components/hydrate";
import { createQueryClient } from "@/components/query-client";
import { endpointsInput, endpointsQuery } from "@/components/webhooks/queries";
import { WebhooksHome } from "@/components/webhooks/webhooks-home";
import { listApplications } from "@/lib/applications/list-applications";
import { listApplicationsSchema } from "@/lib/applications/schema";
import { listWebhookEndpoints } from "@/lib/webhooks/list-webhook-endpoints";
import { listWebhookEndpointsSchema } from "@/lib/webhooks/schema";

export const metadata: Metadata = { title: "Webhooks" };

export default async function Page() {
  const { ctx, session } = await pageSession();
  const client = createQueryClient();
  if (session.scopes.includes("webhooks:write")) {
    await Promise.all([
      client.prefetchQuery({
        ...endpointsQuery,
        queryFn: () => listWebhookEndpoints(ctx, listWebhookEndpointsSchema.parse(endpointsInput)),
      }),
      client.prefetchQuery({
        ...applicationNamesQuery,
        queryFn: async () => (await listApplications(ctx, listApplicationsSchema.parse(applicationNamesInput))).data,
      }),
    ]);
  }
  return (
    <Hydrate client={client}>
      <WebhooksHome appUrl={ctx.policy.appUrl} />
    </Hydrate>
  );
}
