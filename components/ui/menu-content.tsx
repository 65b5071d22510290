"use client";

import type { LucideIcon } from "lucide-react";
import { Check } from "lucide-react";
import * as Radix from "radix-ui/dropdown-menu";
import { type ReactNode, useCallback, useState } from "react";
import type { TriggerElement } from "@/components/ui/lazy-trigger";
import { Link } from "@/components/ui/link";

export type DropdownMenuProps = {
  /** One button. */
  trigger: TriggerElement;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom";
  children: ReactNode;
};

export type MenuItemProps = {
  icon?: LucideIcon;
  danger?: boolean;
  disabled?: boolean;
  onSelect: (event: Event) => void;
  shortcut?: ReactNode;
  children: ReactNode;
};

export type MenuLinkProps = { icon?: LucideIcon; href: string; children: ReactNode };

/** One of several inside a menu. */
export type MenuChoiceProps<V extends string> = {
  label: string;
  options: readonly { value: V; label: string; icon?: LucideIcon }[];
  value: V;
  onValueChange: (value: V) => void;
};

const itemClasses =
  "control-small flex cursor-pointer select-none items-center gap-2.5 rounded-md px-2.5 text-sm outline-none data-[disabled]:cursor-not-allowed data-[disabled]:opacity-60 data-[highlighted]:bg-quiet-soft";

/** The opened part of a DropdownMenu, with its trigger, which places the list. */
export function MenuContent({
  trigger,
  align = "end",
  side = "bottom",
  open,
  onOpenChange,
  children,
}: DropdownMenuProps & { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  // In the landmark or dialog of its trigger, not at the end of the page.
  const placeBy = useCallback((button: HTMLElement | null) => {
    if (button) setPlace(button.closest<HTMLElement>("[role=dialog]") ?? document.getElementById("content"));
  }, []);
  return (
    <Radix.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger ref={placeBy} asChild>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={place}>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-52 max-w-80 animate-appear overflow-y-auto rounded-xl border border-line bg-card p-1 shadow-lift-2"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({
  icon: Icon,
  danger = false,
  disabled = false,
  onSelect,
  shortcut,
  children,
}: MenuItemProps) {
  return (
    <Radix.Item disabled={disabled} onSelect={onSelect} className={`${itemClasses} ${danger ? "text-bad" : ""}`}>
      {Icon && <Icon aria-hidden className={`size-4 shrink-0 ${danger ? "" : "text-ink-soft"}`} />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shortcut}
    </Radix.Item>
  );
}

export function MenuLink({ icon: Icon, href, children }: MenuLinkProps) {
  return (
    <Radix.Item asChild className={itemClasses}>
      <Link href={href}>
        {Icon && <Icon aria-hidden className="size-4 shrink-0 text-ink-soft" />}
        <span className="min-w-0 flex-1 truncate">{children}</span>
      </Link>
    </Radix.Item>
  );
}

/** One of several inside a menu. */
export function MenuChoice<V extends string>({ label, options, value, onValueChange }: MenuChoiceProps<V>) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onValueChange(next as V)} aria-label={label}>
      <MenuLabel>{label}</MenuLabel>
      {options.map(({ icon: Icon, ...option }) => (
        <Radix.RadioItem key={option.value} value={option.value} className={itemClasses}>
          {Icon && <Icon aria-hidden className="size-4 shrink-0 text-ink-soft" />}
          <span className="min-w-0 flex-1 truncate">{option.label}</span>
          <Radix.ItemIndicator>
            <Check aria-hidden className="size-4 text-accent" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-2 pb-1 text-ink-soft text-xs">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
