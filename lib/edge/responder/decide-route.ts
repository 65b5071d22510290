import { parseHostname } from "@/lib/dns/hostname";
import type { EdgeSet, KnownHost } from "@/lib/edge/responder/edge-set";
import { isLoop } from "@/lib/platform/outbound/check-upstream";
import type { UpstreamDecision, Upstreams } from "@/lib/platform/ports/edge";

/** Where a request goes: to an origin, or to an error page that says why not. */
export type RouteDecision =
  | (Extract<UpstreamDecision, { kind: "dial" }> & { host: KnownHost; hostname: string })
  | { kind: "page"; status: 404 | 502 | 503 | 508; title: string; text: string };

export type RouteSources = {
  /** null: not loaded yet. */
  set: Pick<EdgeSet, "find"> | null;
  /** null: the settings, which hold its rules, are not there yet. */
  upstreams: Pick<Upstreams, "decide"> | null;
};

const anyName = { allowReservedTlds: true, platformHostnames: [] };

/** From memory, unless the addresses of the origin have to be looked up. @param host the visitor's Host, with or without a port */
export function decideRoute({ set, upstreams }: RouteSources, host: string): RouteDecision | Promise<RouteDecision> {
  const name = host.replace(/:\d+$/, "");
  // Browsers send the name nearly always in the form that we store.
  const stored = set?.find(name);
  const parsed = stored === undefined ? parseHostname(name, anyName) : ({ ok: true, hostname: name } as const);
  if (!parsed.ok) return notConnected;
  if (set === null || upstreams === null) return notReady;
  const { hostname } = parsed;
  const known = stored ?? set.find(hostname);
  if (known === undefined) return notConnected;
  if (known.upstream === null) return noUpstream;
  const decided = upstreams.decide(known.upstream, known.tenantId);
  return decided instanceof Promise
    ? decided.then((late) => toRoute(late, hostname, known))
    : toRoute(decided, hostname, known);
}

const notReady: RouteDecision = {
  kind: "page",
  status: 503,
  title: "Just a moment",
  text: "This site cannot be looked up right now. Please try again in a minute.",
};

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

const unresolved: RouteDecision = {
  kind: "page",
  status: 502,
  title: "The service behind this domain was not found",
  text: "Its address cannot be looked up right now. Please try again in a minute.",
};

// The exact reason is for the tenant only, in the connection's diagnosis.
const refused: RouteDecision = {
  kind: "page",
  status: 502,
  title: "The service behind this domain cannot be used",
  text: "This domain is connected, but the address of the service behind it is not allowed. If it is yours, check its diagnosis where you manage your site.",
};

const looping: RouteDecision = {
  kind: "page",
  status: 508,
  title: "This domain leads back to itself",
  text: "This domain is connected, but the service behind it is this very edge, so that requests would go in a circle. If it is yours, set the address of your own server.",
};

function toRoute(decision: UpstreamDecision, hostname: string, host: KnownHost): RouteDecision {
  if (decision.kind === "dial") return { ...decision, hostname, host };
  if (decision.kind === "unresolved") return unresolved;
  return isLoop(decision.reason) ? looping : refused;
}

/** A page without scripts, fonts or anything else to fetch. Only fixed text goes in. */
export function routePage(page: Extract<RouteDecision, { kind: "page" }>): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${page.title}</title><style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-content:center;padding:2rem}main{max-width:30rem}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:0;opacity:.75}</style>
<main><h1>${page.title}</h1><p>${page.text}</p></main></html>`;
}
