import { parseHostname } from "@/lib/dns/hostname";
import { sharePagesApplication } from "@/lib/edge/protocol/share-pages";
import type { EdgeSet, KnownHost } from "@/lib/edge/responder/edge-set";
import { isLoop } from "@/lib/platform/outbound/check-upstream";
import type { UpstreamDecision, Upstreams } from "@/lib/platform/ports/edge";

/**
 * Where a request goes: to an origin, to the app itself for share pages, or to an error page that says why not.
 * `hostname`: null where none is connected.
 */
export type RouteDecision =
  | { kind: "app"; hostname: string }
  | (Extract<UpstreamDecision, { kind: "dial" }> & { host: KnownHost; hostname: string })
  | (RoutePage & { kind: "page"; hostname: string | null });

/** Fixed text: Caddy puts it into HTML, JSON and plain text as it is. */
type RoutePage = { status: 404 | 502 | 503 | 508; title: string; text: string };

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
  if (!parsed.ok) return page(notConnected, null);
  if (set === null || upstreams === null) return page(notReady, null);
  const { hostname } = parsed;
  const known = stored ?? set.find(hostname);
  if (known === undefined) return page(notConnected, null);
  if (known.applicationId === sharePagesApplication.applicationId) return { kind: "app", hostname };
  if (known.upstream === null) return page(noUpstream, hostname);
  const decided = upstreams.decide(known.upstream, known.tenantId);
  return decided instanceof Promise
    ? decided.then((late) => toRoute(late, hostname, known))
    : toRoute(decided, hostname, known);
}

function page(about: RoutePage, hostname: string | null): RouteDecision {
  return { kind: "page", hostname, ...about };
}

const notReady: RoutePage = {
  status: 503,
  title: "This site cannot be looked up right now",
  text: "The service that knows where this domain leads is still starting. Please try again in a minute. Neither you nor the owner of the site has to change anything.",
};

const notConnected: RoutePage = {
  status: 404,
  title: "This domain is not connected",
  text: "It points here, but no site has been connected to it. If it is yours: finish connecting it where you manage your site.",
};

const noUpstream: RoutePage = {
  status: 404,
  title: "Nothing here yet",
  text: "This domain is connected, but the service behind it has no address yet. Only the service that the site is made with can set one.",
};

const unresolved: RoutePage = {
  status: 502,
  title: "The server behind this site was not found",
  text: "This domain is connected, but the name of the server behind it cannot be looked up right now. Please try again in a minute. If this is your site: check the DNS records of its server.",
};

// The exact reason is for the tenant only, in the connection's diagnosis.
const refused: RoutePage = {
  status: 502,
  title: "The server behind this site cannot be used",
  text: "This domain is connected, but the address of the server behind it is not allowed. If this is your site: check its diagnosis where you manage it.",
};

const looping: RoutePage = {
  status: 508,
  title: "This domain leads back to itself",
  text: "This domain is connected, but the service behind it is this very edge, so that requests would go in a circle. If this is your site: set the address of your own server where you manage it.",
};

function toRoute(decision: UpstreamDecision, hostname: string, host: KnownHost): RouteDecision {
  // Connections are kept apart by the name that their certificate was checked for.
  if (decision.kind === "dial") return { ...decision, name: host.upstreamHost ?? decision.name, hostname, host };
  if (decision.kind === "unresolved") return page(unresolved, hostname);
  return page(isLoop(decision.reason) ? looping : refused, hostname);
}
