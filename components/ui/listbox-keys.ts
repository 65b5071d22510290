/**
 * Which option a key leads to, for a field with a list below it (ARIA Authoring Practices, combobox pattern).
 * -1 is "none". Undefined: the key is not one of the list's.
 */
export function nextOption(key: string, active: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return active + 1 >= count ? 0 : active + 1;
  if (key === "ArrowUp") return active <= 0 ? count - 1 : active - 1;
  if (key === "PageDown") return Math.min(active + 8, count - 1);
  if (key === "PageUp") return Math.max(active - 8, 0);
  return undefined;
}
