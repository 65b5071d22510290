import type { Place } from "@/components/shell/places";

export type ShortcutAction =
  | { kind: "palette" }
  | { kind: "help" }
  | { kind: "search" }
  | { kind: "new" }
  | { kind: "environment" }
  | { kind: "go"; href: string }
  | { kind: "await-go" }
  | null;

export type KeyPress = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** The focus is in a text field. */
  typing: boolean;
};

/**
 * The action of a key. Single keys can be turned off (WCAG 2.1.4), and do nothing in text fields. `afterG`: the previous
 * key was `g`.
 */
export function shortcutOf(
  press: KeyPress,
  options: { afterG: boolean; singleKeys: boolean; places: readonly Place[] },
): ShortcutAction {
  if ((press.ctrlKey || press.metaKey) && !press.altKey && press.key.toLowerCase() === "k") return { kind: "palette" };
  if (press.ctrlKey || press.metaKey || press.altKey || press.typing || !options.singleKeys) return null;
  if (options.afterG) {
    const place = options.places.find(({ goKey }) => goKey === press.key.toLowerCase());
    return place ? { kind: "go", href: place.href } : null;
  }
  if (press.key === "?") return { kind: "help" };
  if (press.key === "/") return { kind: "search" };
  if (press.key === "n") return { kind: "new" };
  if (press.key === "e") return { kind: "environment" };
  return press.key === "g" ? { kind: "await-go" } : null;
}

const storageKey = "latchkey.single-keys";

export function readSingleKeys(): boolean {
  try {
    return localStorage.getItem(storageKey) !== "off";
  } catch {
    return true;
  }
}

export function writeSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, "off");
  } catch {
    // Without storage they stay on.
  }
}
