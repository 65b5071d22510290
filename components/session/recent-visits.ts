export type Visit = { href: string; label: string };

const maxVisits = 6;

/** Per tenant: what was looked at in one company is not offered in another. */
function storageKey(tenantId: string): string {
  return `latchkey.recent.${tenantId}`;
}

/** The pages of single things that were looked at last in this browser, newest first. */
export function readVisits(tenantId: string): Visit[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey(tenantId)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isVisit).slice(0, maxVisits) : [];
  } catch {
    return [];
  }
}

/** To be called by the page of one thing, once its name is known. */
export function rememberVisit(tenantId: string, visit: Visit): void {
  const others = readVisits(tenantId).filter(({ href }) => href !== visit.href);
  try {
    localStorage.setItem(storageKey(tenantId), JSON.stringify([visit, ...others].slice(0, maxVisits)));
  } catch {
    // A browser without storage remembers nothing.
  }
}

/** For the sign-out: the next person at this browser sees none of it. */
export function forgetVisits(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(storageKey(""))) localStorage.removeItem(key);
    }
  } catch {
    // There was nothing to forget.
  }
}

/** What is stored may have been written by another version: only a path of ours is ever a link. */
function isVisit(value: unknown): value is Visit {
  const { href, label } = (value ?? {}) as Partial<Visit>;
  return typeof href === "string" && /^\/[\w-]/.test(href) && typeof label === "string";
}
