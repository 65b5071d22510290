import { type Environment, environments } from "@/lib/kernel/scopes";

/** Where an address names the environment that its page shows. */
export const environmentParam = "env";

/** Pages of the dashboard; the others are of no environment. */
const places = ["connections", "applications", "webhooks", "usage", "team", "audit-log", "settings", "sandbox"];

export function readEnvironment(value: string | null | undefined): Environment | null {
  return environments.find((one) => one === value) ?? null;
}

/** The page of one object, which shows the object's own environment. */
export function isObjectPath(path: string): boolean {
  return /\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}(\/|$)/.test(path);
}

/** The address with the environment, where its page has one and the address names none. */
export function withEnvironment(href: string, environment: Environment): string {
  const [rest = "", hash] = href.split("#", 2);
  const [path = "", search = ""] = rest.split("?", 2);
  const isPlace = path === "/" || places.includes(path.split("/")[1] ?? "");
  const query = new URLSearchParams(search);
  if (!path.startsWith("/") || !isPlace || isObjectPath(path) || query.has(environmentParam)) return href;
  query.set(environmentParam, environment);
  return `${path}?${query}${hash === undefined ? "" : `#${hash}`}`;
}

const cookieName = "latchkey-environment";
const cookieLifeSeconds = 365 * 86_400;

/** The choice as a cookie, for the next visit. Per company: another one may have no live applications yet. */
export function environmentCookie(tenantId: string, environment: Environment): string {
  return `${cookieName}=${tenantId}.${environment}; Path=/; Max-Age=${cookieLifeSeconds}; SameSite=Lax`;
}

/** What the Cookie header says about this company; null: nothing. */
export function readEnvironmentCookie(header: string | null, tenantId: string): Environment | null {
  const prefix = `${cookieName}=${tenantId}.`;
  const pair = (header ?? "")
    .split(";")
    .map((one) => one.trim())
    .find((one) => one.startsWith(prefix));
  return readEnvironment(pair?.slice(prefix.length));
}
