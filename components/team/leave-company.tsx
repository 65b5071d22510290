"use client";

import { useShellSession } from "@/components/session/shell-session";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { request } from "@/lib/api/client";
import { leaveTenantEndpoint } from "@/lib/api/endpoints/session";

/** Everyone may go; the last owner is told why they cannot. */
export function LeaveCompany() {
  const { tenant } = useShellSession();
  return (
    <ConfirmDialog
      title={`Leave ${tenant.name}?`}
      description="You lose sight of its domains at once. Somebody else has to invite you to come back."
      trigger={
        <Button variant="plain" size="small" aria-label={`Leave ${tenant.name}`}>
          Leave
        </Button>
      }
      confirm="Leave"
      busyText="Leaving…"
      cancel="Stay"
      onConfirm={async () => {
        await request(leaveTenantEndpoint, {});
        // A whole new document: nothing of the company stays in memory.
        location.assign("/");
      }}
    />
  );
}
