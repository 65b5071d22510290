/**
 * A record's host as most DNS forms want it: without the domain whose DNS is edited, `@` for the domain itself. `zone` comes
 * from the server: the Public Suffix List is too long for a page.
 */
export function relativeHost(host: string, zone: string): string {
  if (host === zone) return "@";
  return host.endsWith(`.${zone}`) ? host.slice(0, -(zone.length + 1)) : host;
}
