"use client";
import { type ComponentType, lazy } from "react";
import { LazyTrigger } from "@/components/ui/lazy-trigger";
import type { DropdownMenuProps, MenuChoiceProps } from "@/components/ui/menu-content";

const load = () => import("@/components/ui/menu-content");
const MenuContent = lazy(() => load().then((file) => ({ default: file.MenuContent })));
const Choice = lazy(() =>
  // A lazy component cannot be generic; the type of MenuChoice restores it.
  load().then((file) => ({ default: file.MenuChoice as ComponentType<MenuChoiceProps<string>> })),
);

/** A menu of actions below its trigger. `load`: what its children need besides. */
export function DropdownMenu({
  load: loadItems = load,
  ...props
}: DropdownMenuProps & { load?: () => Promise<unknown> }) {
  return (
    <LazyTrigger kind="menu" trigger={props.trigger} load={loadItems} ownTrigger>
      {(state) => <MenuContent {...props} {...state} />}
    </LazyTrigger>
  );
}

export const MenuItem = lazy(() => load().then((file) => ({ default: file.MenuItem })));
export const MenuLink = lazy(() => load().then((file) => ({ default: file.MenuLink })));
export const MenuLabel = lazy(() => load().then((file) => ({ default: file.MenuLabel })));
export const MenuSeparator = lazy(() => load().then((file) => ({ default: file.MenuSeparator })));

export function MenuChoice<V extends string>(props: MenuChoiceProps<V>) {
  return <Choice {...props} onValueChange={(value) => props.onValueChange(value as V)} />;
}
