import { domainToASCII } from "node:url";
import { canonicalAddress, isInNetwork, parseNetwork } from "@/lib/kernel/networks";

/** Addresses that are nobody's, for texts such as ours (RFC 5737, RFC 3849, RFC 9637). */
const documentationNetworks = [
  "192.0.2.0/24",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "2001:db8::/32",
  "3fff::/20",
].flatMap((text) => parseNetwork(text) ?? []);

/** Names that are nobody's (RFC 2606, RFC 6761). `localhost` is somebody's: this machine. */
const exampleName = /(^|\.)(example\.(com|net|org)|example|invalid|test)$/;

/** What a value names of the network, as it is written in that variable. */
const hostsOf: Record<string, (value: string) => string[]> = {
  APP_URL: hostOfUrl,
  DATABASE_URL: hostOfUrl,
  DATABASE_DIRECT_URL: hostOfUrl,
  DATABASE_REPLICA_URL: hostOfUrl,
  SMTP_URL: hostOfUrl,
  CONTROLPLANE_URL: (value) => itemsOf(value).flatMap(hostOfUrl),
  EDGE_HOSTNAME: (value) => [value],
  EDGE_ADDRESSES: itemsOf,
  EDGE_BIND: (value) => [value],
  EDGE_PROBE_ADDRESS: (value) => hostOfUrl(`tcp://${value}`),
  ACME_EMAIL: hostOfEmail,
  MAIL_FROM: hostOfEmail,
  PLAN_CONTACT: (value) => [...hostOfUrl(value), ...hostOfEmail(value)],
};

/**
 * A sentence for each variable that still has a value from `.env.example`, or another one that cannot be meant: customers would
 * be asked to point their domains at it. Pure.
 */
export function placeholderProblems(given: Record<string, string | undefined>): string[] {
  return Object.entries(given).flatMap(([name, value = ""]) => {
    if (value.includes("…")) return [`${name} still has the … of .env.example: write your own value in its place`];
    const placeholder = hostsOf[name]?.(value).find(isPlaceholder);
    if (placeholder === undefined) return [];
    return [`${name} names ${placeholder}, which is for examples and is nobody's: write your own in its place`];
  });
}

function isPlaceholder(host: string): boolean {
  const address = canonicalAddress(host.replace(/^\[|\]$/g, ""));
  if (address !== null) return documentationNetworks.some((network) => isInNetwork(address, network));
  return exampleName.test(domainToASCII(host.toLowerCase().replace(/\.$/, "")));
}

function itemsOf(value: string): string[] {
  return value.split(/[\s,]+/).filter((item) => item !== "");
}

function hostOfUrl(value: string): string[] {
  return URL.canParse(value) ? [new URL(value).hostname] : [];
}

function hostOfEmail(value: string): string[] {
  const host = /@([^\s@>]+)>?\s*$/.exec(value)?.[1];
  return host === undefined ? [] : [host];
}
