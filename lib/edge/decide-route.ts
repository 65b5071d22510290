import { parseHostname } from "@/lib/dns/hostname";
import type { ClaimSet } from "@/lib/edge/claim-set";

/** Where a request goes: to an origin, or nowhere, with a page that says why. */
export type RouteDecision =
  | { kind: "upstream"; upstream: string; scheme: "http" | "https" }
  | { kind: "page"; status: 404 | 503; title: string; text: string };

const anyName = { allowReservedTlds: true, platformHostnames: [] };

/** @param host the visitor's Host, with or without a port */
export async function decideRoute(claims: ClaimSet, host: string): Promise<RouteDecision> {
  const parsed = parseHostname(host.replace(/:\d+$/, ""), anyName);
  if (!parsed.ok) return notConnected;
  try {
    const applicationId = await claims.lookUp(parsed.hostname);
    if (applicationId === null) return notConnected;
    const upstream = await claims.upstreamOf(applicationId);
    return upstream === null ? noUpstream : toUpstream(upstream);
  } catch {
    return {
      kind: "page",
      status: 503,
      title: "Just a moment",
      text: "This site cannot be looked up right now. Please try again in a minute.",
    };
  }
}

const notConnected: RouteDecision = {
  kind: "page",
  status: 404,
  title: "This domain is not connected",
  text: "It points here, but no site has been connected to it. If it is yours, finish connecting it where you manage your site.",
};

const noUpstream: RouteDecision = {
  kind: "page",
  status: 404,
  title: "Nothing here yet",
  text: "This domain is connected, but the service behind it has no address yet.",
};

function toUpstream(origin: string): RouteDecision {
  const url = new URL(origin);
  const scheme = url.protocol === "https:" ? "https" : "http";
  return { kind: "upstream", upstream: `${url.hostname}:${url.port || (scheme === "https" ? "443" : "80")}`, scheme };
}

/** A page without scripts, fonts or anything else to fetch. Only fixed text goes in. */
export function routePage(page: Extract<RouteDecision, { kind: "page" }>): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${page.title}</title><style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-content:center;padding:2rem}main{max-width:30rem}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:0;opacity:.75}</style>
<main><h1>${page.title}</h1><p>${page.text}</p></main></html>`;
}
