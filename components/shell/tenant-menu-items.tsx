"use client";

import { useShellSession } from "@/components/session/shell-session";
import { MenuChoice, MenuLink, MenuSeparator } from "@/components/ui/menu-content";
import { toast } from "@/components/ui/toast";
import { switchTenantCall } from "@/lib/api/calls/switch-tenant";
import { request } from "@/lib/api/client";

export function TenantMenuItems() {
  const { tenant, memberships } = useShellSession();

  async function change(tenantId: string) {
    if (tenantId === tenant.id) return;
    try {
      await request(switchTenantCall, { tenantId });
      // A full page load, so that no data of the other company stays in memory.
      location.assign("/");
    } catch (error) {
      toast({ tone: "bad", title: "Could not switch company", text: error instanceof Error ? error.message : "" });
    }
  }

  return (
    <>
      <MenuChoice
        label="Your companies"
        options={memberships.map(({ tenantId, name }) => ({ value: tenantId, label: name }))}
        value={tenant.id}
        onValueChange={change}
      />
      <MenuSeparator />
      <MenuLink href="/settings">Company settings</MenuLink>
    </>
  );
}
