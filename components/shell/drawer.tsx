"use client";

import { X } from "lucide-react";
import * as Dialog from "radix-ui/dialog";
import { useShellSession } from "@/components/session/shell-session";
import { Brand } from "@/components/shell/brand";
import { EnvironmentSwitch } from "@/components/shell/environment-switch";
import { SideNav } from "@/components/shell/side-nav";
import { TenantSwitcher } from "@/components/shell/tenant-switcher";
import { Badge } from "@/components/ui/badge";
import { overlayClasses } from "@/components/ui/dialog-classes";
import { useReturnFocus } from "@/components/ui/return-focus";

/** The sidebar on a small screen. */
export function Drawer({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const returnFocus = useReturnFocus();
  const { sandbox } = useShellSession();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClasses} />
        <Dialog.Content
          {...returnFocus}
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-40 flex w-72 max-w-[85vw] animate-slide-in flex-col gap-4 overflow-y-auto border-line border-r bg-paper p-3 shadow-lift-3 outline-none"
        >
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          <div className="flex items-center justify-between pl-1">
            <Brand />
            {sandbox && <Badge>Sandbox</Badge>}
            <Dialog.Close
              aria-label="Close menu"
              className="control-square inline-flex shrink-0 items-center justify-center rounded-lg text-ink-soft hover:bg-quiet-soft hover:text-ink"
            >
              <X aria-hidden className="size-5" />
            </Dialog.Close>
          </div>
          <TenantSwitcher />
          <EnvironmentSwitch onNavigate={() => onOpenChange(false)} />
          <SideNav onNavigate={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
