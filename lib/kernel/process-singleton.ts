/**
 * What must exist once in a process (the database client, the claim set, the worker). Next bundles its own copy of
 * lib/, so a module variable would exist twice; `globalThis` is the one place that both copies share.
 */
export function processSingleton<T>(name: string, create: () => T): T {
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  const key = Symbol.for(`latchkey.${name}`);
  const existing = store[key];
  if (existing !== undefined) return existing;
  const created = create();
  store[key] = created;
  return created;
}
