import { useEffect } from "react";
import { readSingleKeys } from "@/components/shell/shortcuts";

/** j and k, or the arrows, move through the rows of the page's table; x selects. Enter opens, as on every link. */
export function useRowKeys(): void {
  useEffect(() => {
    document.addEventListener("keydown", moveThroughRows);
    return () => document.removeEventListener("keydown", moveThroughRows);
  }, []);
}

function moveThroughRows(event: KeyboardEvent): void {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement))
    return;
  if (target.matches("input:not([type=checkbox]),select,textarea")) return;
  if (document.querySelector("[role=dialog],[role=alertdialog],[role=menu]")) return;
  const links = [...document.querySelectorAll<HTMLElement>("main tbody th a")];
  const at = links.findIndex((link) => link.closest("tr")?.contains(target));
  // The arrows scroll the page, unless the focus is in the table.
  if (key.length === 1 ? !readSingleKeys() : at < 0) return;
  if (key === "x" && at >= 0) {
    event.preventDefault();
    links[at]?.closest("tr")?.querySelector<HTMLElement>("input[type=checkbox]")?.click();
    return;
  }
  const step = key === "j" || key === "ArrowDown" ? 1 : key === "k" || key === "ArrowUp" ? -1 : 0;
  const next = at < 0 && step === -1 ? undefined : links[at + step];
  if (step === 0 || !next) return;
  event.preventDefault();
  next.focus();
}
