"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { QueryError } from "@/components/queries/query-error";
import { browserText } from "@/components/settings/browser-text";
import { devicesQuery } from "@/components/settings/queries";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextSkeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import type { DeviceResource } from "@/lib/accounts/users/schema";
import { endDeviceCall } from "@/lib/api/calls/end-device";
import { endOtherDevicesCall } from "@/lib/api/calls/end-other-devices";
import { request } from "@/lib/api/client";

/** The browsers where you are signed in, and buttons to sign them out. */
export function Devices() {
  const client = useQueryClient();
  const devices = useQuery(devicesQuery);
  const others = devices.data?.some(({ isCurrent }) => !isCurrent) ?? false;
  return (
    <Section
      title="Where you are signed in"
      description="Signing out a browser takes effect right away."
      aside={
        others && (
          <ConfirmDialog
            title="Sign out everywhere else?"
            description="Every browser except this one has to sign in again."
            trigger={
              <Button variant="plain" size="small">
                Sign out everywhere else
              </Button>
            }
            confirm="Sign out"
            busyText="Signing out…"
            cancel="Cancel"
            onConfirm={async () => {
              const { ended } = await request(endOtherDevicesCall, {});
              await client.invalidateQueries({ queryKey: devicesQuery.queryKey });
              toast({ title: ended === 1 ? "1 browser signed out" : `${ended} browsers signed out` });
            }}
          />
        )
      }
    >
      {!devices.data && !devices.isError && (
        <div className="p-4 sm:p-5">
          <TextSkeleton lines={3} />
        </div>
      )}
      {!devices.data && devices.isError && (
        <div className="p-4 sm:p-5">
          <QueryError title="Your browsers could not be loaded" query={devices} />
        </div>
      )}
      {devices.data && (
        <ul className="divide-y divide-line">
          {devices.data.map((device) => (
            <Device key={device.id} device={device} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Device({ device }: { device: DeviceResource }) {
  const client = useQueryClient();
  const { name, isMobile } = browserText(device.userAgent);
  const Icon = isMobile ? Smartphone : Monitor;
  const end = useMutation({
    mutationFn: () => request(endDeviceCall, { id: device.id }),
    onError: (error) => toast({ tone: "bad", title: "Could not sign out the browser", text: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: devicesQuery.queryKey }),
  });
  return (
    <li className="flex flex-wrap items-center gap-3 p-4 sm:px-5">
      <Icon aria-hidden className="size-5 shrink-0 text-ink-soft" />
      <div className="grid min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-2">
          {name}
          {device.isCurrent && <Badge tone="good">This browser</Badge>}
        </span>
        <span className="text-ink-soft text-sm">
          Last used <RelativeTime date={device.lastSeenAt} />
          {device.ip && ` from ${device.ip}`}
        </span>
      </div>
      {!device.isCurrent && (
        <Button
          variant="plain"
          size="small"
          busy={end.isPending}
          aria-label={`Sign out ${name}`}
          onClick={() => end.mutate()}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
