/** Which of the shell's own windows is open. One at a time; none on the server. */
export type Overlay = "palette" | "shortcuts";

let open: Overlay | null = null;
const listeners = new Set<() => void>();

export function openPalette(): void {
  setOverlay("palette");
}

export function openShortcutsHelp(): void {
  setOverlay("shortcuts");
}

export function setOverlay(next: Overlay | null): void {
  open = next;
  for (const listener of listeners) listener();
}

export function readOverlay(): Overlay | null {
  return open;
}

export function subscribeToOverlay(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
