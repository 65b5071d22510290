"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { useShellSession } from "@/components/session/shell-session";
import { type Overlay, readOverlay, setOverlay, subscribeToOverlay } from "@/components/shell/overlays";
import { placeGroups } from "@/components/shell/places";
import { readSingleKeys, shortcutOf } from "@/components/shell/shortcuts";

const CommandPalette = dynamic(() => import("@/components/shell/command-palette").then((file) => file.CommandPalette), {
  ssr: false,
});
const ShortcutsHelp = dynamic(() => import("@/components/shell/shortcuts-help").then((file) => file.ShortcutsHelp), {
  ssr: false,
});

const afterGMs = 1_200;

/** Listens for the shell's keys, and loads what they open only then. */
export function OverlayHost() {
  const router = useRouter();
  const { sandbox, isStaff } = useShellSession();
  const open = useSyncExternalStore<Overlay | null>(subscribeToOverlay, readOverlay, () => null);
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
      // A window that is open keeps its keys, but for the one that closes the palette again.
      const windowOpen = document.querySelector("[role=dialog],[role=alertdialog],[role=menu]") !== null;
      if (!action || (windowOpen && !(action.kind === "palette" && readOverlay() === "palette"))) return;
      if (action.kind !== "await-go") event.preventDefault();
      if (action.kind === "palette") setOverlay(readOverlay() === "palette" ? null : "palette");
      if (action.kind === "help") setOverlay("shortcuts");
      if (action.kind === "search") focusSearch();
      if (action.kind === "new") document.querySelector<HTMLElement>("main [data-shortcut=new]")?.click();
      if (action.kind === "go") router.push(action.href);
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [router, sandbox, isStaff]);

  const close = () => setOverlay(null);
  return (
    <>
      {open === "palette" && <CommandPalette onClose={close} />}
      {open === "shortcuts" && <ShortcutsHelp onClose={close} />}
    </>
  );
}

/** The page's own search; a page without one has the palette's. */
function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>("main input[type=search]");
  if (field) field.focus();
  else setOverlay("palette");
}

function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
