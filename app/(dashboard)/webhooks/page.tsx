import type { Metadata } from "next";
import { pageSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { applicationNamesInput, applicationNamesQuery } from "@/components/queries/queries";
import { createQueryClient } from "@/components/queries/query-client";
import { endpointsInput, endpointsQuery } from "@/components/webhooks/queries";
import { WebhooksHome } from "@/components/webhooks/webhooks-home";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";
import { listWebhookEndpoints } from "@/lib/webhooks/endpoints/list-webhook-endpoints";
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
        queryFn: async () => (await listApplicationNames(ctx, applicationNamesInput)).data,
      }),
    ]);
  }
  return (
    <Hydrate client={client}>
      <WebhooksHome appUrl={ctx.policy.appUrl} />
    </Hydrate>
  );
}
