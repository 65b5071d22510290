import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { staffSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { supportConnectionQuery } from "@/components/support/queries";
import { SupportConnectionPage } from "@/components/support/support-connection";
import { getSupportConnection } from "@/lib/support/get-support-connection";
import { supportConnectionIdSchema } from "@/lib/support/schema";

export const metadata: Metadata = { title: "Connection · Support" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { ctx } = await staffSession();
  const { success, data: input } = supportConnectionIdSchema.safeParse(await params);
  if (!success) notFound();
  const client = createQueryClient();
  await client.prefetchQuery({
    ...supportConnectionQuery(input.id),
    queryFn: () => getSupportConnection(ctx, input),
  });
  return (
    <Hydrate client={client}>
      <SupportConnectionPage id={input.id} sandbox={ctx.policy.sandbox} />
    </Hydrate>
  );
}
