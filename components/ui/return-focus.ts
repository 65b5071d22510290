import { useRef } from "react";

/**
 * For a window that no trigger of its own has opened: the focus goes back to where it was; where that is gone, to the
 * content. Spread over Radix's Content.
 */
export function useReturnFocus(): { onOpenAutoFocus: () => void; onCloseAutoFocus: (event: Event) => void } {
  const before = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = openerOf(document.activeElement);
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      const target = before.current?.isConnected ? before.current : document.getElementById("content");
      target?.focus({ preventScroll: true });
    },
  };
}

/** An item of a menu goes with its menu: then it is the button that opened the menu. */
function openerOf(element: Element | null): HTMLElement | null {
  const menu = element?.closest("[role=menu]");
  const opener = menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : element;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}
