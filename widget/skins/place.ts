import { skinCss } from "@/widget/skins/skin-sheet";
import { titleId } from "@/widget/skins/title-id";
import { whenRemoved } from "@/widget/skins/when-removed";
import { widgetCss } from "@/widget/view/sheet";

/** Where a widget is: an element in the page with a shadow root, and in it what the view is rendered into. */
export type Place = {
  host: HTMLElement;
  root: HTMLElement;
  /** When the first step is there. What is part of a page leaves the focus to the page. */
  focus(): void;
  remove(): void;
};

type Wishes = {
  /** Escape, or the gesture of a phone for “back”. */
  onCloseWanted(): void;
  /** The browser has closed it, or the page has removed it. */
  onGone(): void;
};

/** A dialog over the page, which is inert meanwhile. `remove` returns the focus to where it was. */
export function openDialog({ onCloseWanted, onGone }: Wishes): Place {
  const focused = activeElementOf(document);
  const { host, shadow } = createHost(document.body);
  const dialog = document.createElement("dialog");
  dialog.className = "latchkey-dialog";
  dialog.setAttribute("aria-labelledby", titleId);
  const root = document.createElement("div");
  root.className = "latchkey-panel";
  dialog.append(root);
  shadow.append(dialog);
  // A `cancel` that is prevented twice in a row closes the dialog all the same; a key that is prevented does not.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    // The page may have a dialog of its own below, whose Escape this is not.
    event.stopPropagation();
    onCloseWanted();
  });
  dialog.addEventListener("cancel", (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    onCloseWanted();
  });
  dialog.addEventListener("close", (event) => event.target === dialog && onGone());
  dialog.showModal();
  const stop = whenRemoved(host, onGone);
  return {
    host,
    root,
    focus() {
      const first = root.querySelector("input:not([readonly])") ?? root.querySelector("[data-heading]");
      if (first instanceof HTMLElement) first.focus();
    },
    remove() {
      stop();
      dialog.close();
      host.remove();
      if (focused?.isConnected) focused.focus({ preventScroll: true });
    },
  };
}

/** In an element of the page. */
export function openInline(container: Element, { onGone }: Pick<Wishes, "onGone">): Place {
  const { host, shadow } = createHost(container);
  const root = document.createElement("section");
  root.className = "latchkey-inline";
  root.setAttribute("aria-labelledby", titleId);
  shadow.append(root);
  const stop = whenRemoved(host, onGone);
  return {
    host,
    root,
    focus: () => undefined,
    remove() {
      stop();
      host.remove();
    },
  };
}

function createHost(parent: Element): { host: HTMLElement; shadow: ShadowRoot } {
  const host = document.createElement("div");
  host.className = "latchkey-widget";
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [widgetCss, skinCss].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  parent.append(host);
  return { host, shadow };
}

/** Also where it is inside of shadow roots: the button of a page's own component. */
function activeElementOf(root: DocumentOrShadowRoot): HTMLElement | null {
  const active = root.activeElement;
  if (active?.shadowRoot?.activeElement) return activeElementOf(active.shadowRoot);
  return active instanceof HTMLElement ? active : null;
}
