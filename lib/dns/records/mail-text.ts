/** A record as lines of a plain-text mail. `host`: as the DNS form expects it; `fqdn`: the full name. */
export function recordLines({ type, host, fqdn, value }: { type: string; host: string; fqdn: string; value: string }) {
  const full = host === fqdn ? "" : `   (in full: ${fqdn})`;
  return [`  Type:  ${type}`, `  Host:  ${host}${full}`, `  Value: ${value}`];
}

/** The paragraph of a mail that leads to the page behind a share link. */
export function shareLinkText(url: string): string {
  return `This page shows the records and their status, with a button to copy each value (no account needed):\n${url}`;
}
