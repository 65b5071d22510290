import type { Metadata } from "next";
import { pageSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { ProfileSettings } from "@/components/settings/profile-settings";
import { devicesQuery } from "@/components/settings/queries";
import { listDevices } from "@/lib/accounts/users/list-devices";

export const metadata: Metadata = { title: "Your account" };

export default async function Page() {
  const { ctx } = await pageSession();
  const client = createQueryClient();
  await client.prefetchQuery({ ...devicesQuery, queryFn: async () => (await listDevices(ctx, {})).data });
  return (
    <Hydrate client={client}>
      <ProfileSettings />
    </Hydrate>
  );
}
