"use client";

import { Menu, Search, X } from "lucide-react";
import * as Dialog from "radix-ui/dialog";
import { useState } from "react";
import { Brand } from "@/components/shell/brand";
import { openPalette } from "@/components/shell/overlays";
import { SideNav } from "@/components/shell/side-nav";
import { TenantSwitcher } from "@/components/shell/tenant-switcher";
import { UserMenu } from "@/components/shell/user-menu";
import { veilLook } from "@/components/ui/dialog";

const squareLook =
  "control-square inline-flex shrink-0 items-center justify-center rounded-lg text-ink-soft hover:bg-quiet-soft hover:text-ink";

/** Below 1024 px: the sidebar is a drawer. */
export function TopBar() {
  const [open, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-1 border-line border-b bg-card px-2 sm:px-4 lg:hidden">
      <Dialog.Root open={open} onOpenChange={setOpen}>
        <Dialog.Trigger aria-label="Open the menu" className={squareLook}>
          <Menu aria-hidden className="size-5" />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Overlay className={veilLook} />
          <Dialog.Content
            aria-describedby={undefined}
            className="fixed inset-y-0 left-0 z-40 flex w-72 max-w-[85vw] animate-slide-in flex-col gap-4 overflow-y-auto border-line border-r bg-paper p-3 shadow-lift-3 outline-none"
          >
            <Dialog.Title className="sr-only">Menu</Dialog.Title>
            <div className="flex items-center justify-between pl-1">
              <Brand />
              <Dialog.Close aria-label="Close the menu" className={squareLook}>
                <X aria-hidden className="size-5" />
              </Dialog.Close>
            </div>
            <TenantSwitcher />
            <SideNav onNavigate={() => setOpen(false)} />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      <Brand />
      <span className="flex-1" />
      <button type="button" aria-label="Search" onClick={openPalette} className={squareLook}>
        <Search aria-hidden className="size-5" />
      </button>
      <UserMenu compact />
    </header>
  );
}
