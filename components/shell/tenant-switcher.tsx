"use client";

import { Building2, ChevronsUpDown, Eye } from "lucide-react";
import { useShellSession } from "@/components/session/shell-session";
import { DropdownMenu, MenuChoice, MenuLink, MenuSeparator } from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import { switchTenantCall } from "@/lib/api/calls/session";
import { request } from "@/lib/api/client";

/** The current company, and a menu to switch to another. */
export function TenantSwitcher() {
  const { tenant, memberships, viewingUntil } = useShellSession();

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

  if (viewingUntil !== null) {
    return (
      <p className="control flex w-full min-w-0 items-center gap-2.5 rounded-lg border border-waiting bg-waiting-soft px-2.5">
        <Eye aria-hidden className="size-4 shrink-0 text-waiting" />
        <span className="min-w-0 flex-1 truncate font-medium text-sm">{tenant.name}</span>
      </p>
    );
  }
  return (
    <DropdownMenu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`Company: ${tenant.name}`}
          className="control flex w-full min-w-0 items-center gap-2.5 rounded-lg border border-line bg-card px-2.5 text-left shadow-lift-1 hover:border-line-strong"
        >
          <Building2 aria-hidden className="size-4 shrink-0 text-ink-soft" />
          <span className="min-w-0 flex-1 truncate font-medium text-sm">{tenant.name}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-soft" />
        </button>
      }
    >
      <MenuChoice
        label="Your companies"
        options={memberships.map(({ tenantId, name }) => ({ value: tenantId, label: name }))}
        value={tenant.id}
        onValueChange={change}
      />
      <MenuSeparator />
      <MenuLink href="/settings">Company settings</MenuLink>
    </DropdownMenu>
  );
}
