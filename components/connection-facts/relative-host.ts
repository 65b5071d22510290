/**
 * A record's host as most DNS forms expect it: without the zone's domain, `@` for the domain itself. `zone` comes from the
 * server, because the Public Suffix List is too large for the browser.
 */
export function relativeHost(host: string, zone: string): string {
  if (host === zone) return "@";
  return host.endsWith(`.${zone}`) ? host.slice(0, -(zone.length + 1)) : host;
}
