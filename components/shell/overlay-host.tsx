"use client";

import { lazy, Suspense, useEffect, useRef } from "react";
import { useShellSession } from "@/components/session/shell-session";
import { useSwitchEnvironment } from "@/components/shell/environment-switch";
import { openPalette, openShortcutsHelp, overlay } from "@/components/shell/overlays";
import { placeGroups } from "@/components/shell/places";
import { readSingleKeys, shortcutOf } from "@/components/shell/shortcuts";
import { useRouter } from "@/components/ui/pending-navigation";

const CommandPalette = lazy(() =>
  import("@/components/shell/command-palette").then((file) => ({ default: file.CommandPalette })),
);
const ShortcutsHelp = lazy(() =>
  import("@/components/shell/shortcuts-help").then((file) => ({ default: file.ShortcutsHelp })),
);

const afterGMs = 1_200;

/** Handles the shell's shortcuts. The dialogs they open are loaded on first use. */
export function OverlayHost() {
  const router = useRouter();
  const { sandbox, isStaff } = useShellSession();
  const open = overlay.useValue();
  const switchEnvironment = useSwitchEnvironment();
  const lastG = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    const places = placeGroups({ sandbox, isStaff }).flatMap((group) => group.places);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return;
      const { key, ctrlKey, metaKey, altKey } = event;
      const press = { key, ctrlKey, metaKey, altKey, typing: takesText(event.target) };
      const afterG = event.timeStamp - lastG.current < afterGMs;
      const action = shortcutOf(press, { afterG, singleKeys: readSingleKeys(), places });
      lastG.current = action?.kind === "await-go" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      // An open dialog keeps its keys, except for the one that closes the palette.
      const dialogOpen = document.querySelector("[role=dialog],[role=alertdialog],[role=menu]") !== null;
      if (!action || (dialogOpen && !(action.kind === "palette" && overlay.get() === "palette"))) return;
      if (action.kind !== "await-go") event.preventDefault();
      if (action.kind === "palette") overlay.set(overlay.get() === "palette" ? null : "palette");
      if (action.kind === "help") openShortcutsHelp();
      if (action.kind === "search") focusSearch();
      if (action.kind === "new") document.querySelector<HTMLElement>("main [data-shortcut=new]")?.click();
      if (action.kind === "environment") switchEnvironment();
      if (action.kind === "go") router.push(action.href);
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [router, sandbox, isStaff, switchEnvironment]);

  const close = () => overlay.set(null);
  return (
    <Suspense fallback={null}>
      {open === "palette" && <CommandPalette onClose={close} />}
      {open === "shortcuts" && <ShortcutsHelp onClose={close} />}
    </Suspense>
  );
}

/** The page's own search field, or else the palette. */
function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>("main input[type=search]");
  if (field) field.focus();
  else openPalette();
}

function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
