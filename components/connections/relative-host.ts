import { getDomain } from "tldts";

export type HostLabels = {
  /** The domain whose DNS is edited, e.g. `acme.co.uk`. */
  zone: string;
  /** What most DNS forms want: the name without the domain, `@` for the domain itself. */
  relative: string;
};

/** A record's host as DNS forms want it: relative to the registrable domain, from the Public Suffix List. */
export function relativeHost(host: string): HostLabels {
  // Underscore labels are no hostname, and the list speaks about what stands right of them.
  const zone = getDomain(host, { allowPrivateDomains: true, extractHostname: false, validateHostname: false }) ?? host;
  return { zone, relative: host === zone ? "@" : host.slice(0, -(zone.length + 1)) };
}
