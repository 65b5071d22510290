export type Visit = { href: string; label: string };

const maxVisits = 6;

/** Per tenant: pages of one company are not offered in another. */
function storageKey(tenantId: string): string {
  return `latchkey.recent.${tenantId}`;
}

/** The objects whose pages were opened last in this browser, newest first. */
export function readVisits(tenantId: string): Visit[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey(tenantId)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isVisit).slice(0, maxVisits) : [];
  } catch {
    return [];
  }
}

/** Call it on an object's page, once its name is known. */
export function rememberVisit(tenantId: string, visit: Visit): void {
  const others = readVisits(tenantId).filter(({ href }) => href !== visit.href);
  try {
    localStorage.setItem(storageKey(tenantId), JSON.stringify([visit, ...others].slice(0, maxVisits)));
  } catch {
    // Without storage nothing is remembered.
  }
}

/** For sign-out: the next person at this browser must not see the list. */
export function forgetVisits(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(storageKey(""))) localStorage.removeItem(key);
    }
  } catch {
    // Without storage there is nothing to clear.
  }
}

/** Another version may have written the stored list: only paths of this site become links. */
function isVisit(value: unknown): value is Visit {
  const { href, label } = (value ?? {}) as Partial<Visit>;
  return typeof href === "string" && /^\/[\w-]/.test(href) && typeof label === "string";
}
