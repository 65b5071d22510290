import { createStore } from "@/components/ui/create-store";

/** Which of the shell's own dialogs is open: one at a time, none on the server. */
export const overlay = createStore<"palette" | "shortcuts" | null>(null);

export function openPalette(): void {
  overlay.set("palette");
}

export function openShortcutsHelp(): void {
  overlay.set("shortcuts");
}
