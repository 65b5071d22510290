import type { Metadata } from "next";
import { Prefetched, prefetch } from "@/app/prefetch";
import { ProfileSettings } from "@/components/settings/profile-settings";
import { devicesQuery } from "@/components/settings/queries";
import { listDevices } from "@/lib/accounts/users/list-devices";

export const metadata: Metadata = { title: "Your account" };

export default function Page() {
  return (
    <Prefetched title="Your account" queries={[prefetch(devicesQuery, listDevices)]}>
      <ProfileSettings />
    </Prefetched>
  );
}
