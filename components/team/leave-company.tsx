"use client";

import { useShellSession } from "@/components/session/shell-session";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { leaveTenantCall } from "@/lib/api/calls/leave-tenant";
import { request } from "@/lib/api/client";

/** For every role. The API refuses the last owner, with the reason. */
export function LeaveCompany() {
  const { tenant } = useShellSession();
  return (
    <ConfirmDialog
      title={`Leave ${tenant.name}?`}
      description="You lose access to its domains right away. To come back, you need a new invitation."
      trigger={
        <Button variant="plain" size="small" aria-label={`Leave ${tenant.name}`}>
          Leave
        </Button>
      }
      confirm="Leave"
      busyText="Leaving…"
      cancel="Cancel"
      onConfirm={async () => {
        await request(leaveTenantCall, {});
        // A full page load, so that no data of the company stays in memory.
        location.assign("/");
      }}
    />
  );
}
