import { useRef } from "react";

/**
 * For a dialog without a trigger of its own: returns the focus to where it was, or to the content if that is gone. Spread
 * over Radix's Content.
 *
 * Radix calls onCloseAutoFocus a task after the dialog is gone. A key pressed in between may have focused something else,
 * which keeps the focus.
 */
export function useReturnFocus(): { onOpenAutoFocus: () => void; onCloseAutoFocus: (event: Event) => void } {
  const before = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = openerOf(document.activeElement);
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      const target = before.current?.isConnected ? before.current : document.getElementById("content");
      target?.focus({ preventScroll: true });
    },
  };
}

/** A menu item disappears with its menu: then the button that opened the menu. */
function openerOf(element: Element | null): HTMLElement | null {
  const menu = element?.closest("[role=menu]");
  const opener = menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : element;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}
