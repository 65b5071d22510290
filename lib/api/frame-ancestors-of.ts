/** As CSP's `host-source` has it: no IPv6 address, which no browser accepts there. */
const origin = /^https?:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/;
const maxLength = 300;

/**
 * The value of `frame-ancestors`: the page may be framed by the pages of these origins, and by no other.
 * @param allowedOrigins of an application, as `URL.origin` has them; anything else is left out
 * @source CSP Level 3, sections 2.3.1 and 6.4.2
 */
export function frameAncestorsOf(allowedOrigins: readonly string[]): string {
  const sources = allowedOrigins.filter((text) => text.length <= maxLength && origin.test(text));
  return sources.length === 0 ? "'none'" : sources.join(" ");
}
