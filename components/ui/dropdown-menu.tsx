"use client";

import type { LucideIcon } from "lucide-react";
import { type ComponentType, lazy, type ReactNode } from "react";
import { OpenLater } from "@/components/ui/open-later";

export type DropdownMenuProps = {
  /** One button. */
  trigger: ReactNode;
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

const load = () => import("@/components/ui/opened-menu");
const OpenedMenu = lazy(() => load().then((file) => ({ default: file.OpenedMenu })));
const Choice = lazy(() =>
  // A lazy component cannot be generic; MenuChoice below says what fits together.
  load().then((file) => ({ default: file.MenuChoice as ComponentType<MenuChoiceProps<string>> })),
);

/** A menu of actions below its trigger. */
export function DropdownMenu(props: DropdownMenuProps) {
  return (
    <OpenLater kind="menu" trigger={props.trigger} load={load} ownTrigger>
      {(state) => <OpenedMenu {...props} {...state} />}
    </OpenLater>
  );
}

export const MenuItem = lazy(() => load().then((file) => ({ default: file.MenuItem })));
export const MenuLink = lazy(() => load().then((file) => ({ default: file.MenuLink })));
export const MenuLabel = lazy(() => load().then((file) => ({ default: file.MenuLabel })));
export const MenuSeparator = lazy(() => load().then((file) => ({ default: file.MenuSeparator })));

export function MenuChoice<V extends string>(props: MenuChoiceProps<V>) {
  return <Choice {...props} onValueChange={(value) => props.onValueChange(value as V)} />;
}
