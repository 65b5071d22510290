import { answerDomainConnectReturn } from "@/lib/api/answer-domain-connect-return";
import { answerEdgeChanges, answerEdgeReport, answerEdgeSettings, answerEdgeSnapshot } from "@/lib/api/answer-edge";
import { answerHealth, answerLive } from "@/lib/api/answer-health";
import { answerHostedPage } from "@/lib/api/answer-hosted-page";
import { answerJwks } from "@/lib/api/answer-jwks";
import { answerLogo } from "@/lib/api/answer-logo";
import { answerMetrics } from "@/lib/api/answer-metrics";
import { answerOpenApi } from "@/lib/api/answer-openapi";
import {
  answerSharedCheck,
  answerSharedDomainConnect,
  answerSharedOpening,
  answerSharedReading,
} from "@/lib/api/answer-shared-page";
import { answerStopMails } from "@/lib/api/answer-stop-mails";
import { answerStripe } from "@/lib/api/answer-stripe";
import { answerPinnedWidgetFile, answerWidgetFile } from "@/lib/api/answer-widget-file";
import { answerWork } from "@/lib/api/answer-work";
import { endpoints } from "@/lib/api/endpoints/registry";
import { forms } from "@/lib/api/forms";
import type { Route } from "@/lib/api/handle";
import { preflight } from "@/lib/api/preflight";
import { routes } from "@/lib/api/routes";
import { sandboxRecords } from "@/lib/api/sandbox-records";
import { sandboxShop } from "@/lib/api/sandbox-shop";
import { Refusal } from "@/lib/kernel/errors";

export type FoundRoute = {
  route: Route;
  params: Record<string, string>;
  /** Of the body; otherwise `maxBodyBytes` of read-input.ts. */
  maxBytes?: number | undefined;
};

/** The handlers of one path, by method. "next": Next answers, with a page or with next-auth. */
type PathMethods = ReadonlyMap<string, Route | "next">;

/** Of endpoints that take more than usual, by their route. */
const bodyLimits = new Map(
  endpoints.flatMap(({ id, maxBodyBytes }) =>
    maxBodyBytes === undefined ? [] : [[routes[id], maxBodyBytes] as const],
  ),
);

/** Besides the endpoints of the API. */
export const otherPaths: Record<string, Record<string, Route | "next">> = {
  "/v1/openapi.json": { GET: answerOpenApi },
  "/connect/{token}": { GET: answerHostedPage },
  "/connect/stop/{token}": { GET: "next", POST: answerStopMails },
  "/connect/domain-connect/return": { GET: answerDomainConnectReturn },
  "/connect/check": { POST: answerSharedCheck },
  "/connect/opened": { POST: answerSharedOpening },
  "/connect/read": { POST: answerSharedReading },
  "/connect/domain-connect": { POST: answerSharedDomainConnect },
  "/.well-known/jwks.json": { GET: answerJwks },
  "/logos/{hash}": { GET: answerLogo },
  "/widget/v1.js": { GET: answerWidgetFile("v1.js") },
  "/widget/v1.json": { GET: answerWidgetFile("v1.json") },
  "/widget/v1/{hash}/{file}": { GET: answerPinnedWidgetFile },
  "/healthz": { GET: answerHealth },
  "/healthz/live": { GET: answerLive },
  "/metrics": { GET: answerMetrics },
  "/internal/edge/settings": { GET: answerEdgeSettings },
  "/internal/edge/snapshot": { GET: answerEdgeSnapshot },
  "/internal/edge/changes": { GET: answerEdgeChanges },
  "/internal/edge/report": { POST: answerEdgeReport },
  "/internal/work": { POST: answerWork },
  "/billing/stripe": { POST: answerStripe },
  "/sandbox/records": sandboxRecords,
  ...sandboxShop,
  ...Object.fromEntries(Object.entries(forms).map(([name, route]) => [`/api/auth/${name}`, { POST: route }])),
};

const nextAuth: PathMethods = new Map([
  ["GET", "next"],
  ["POST", "next"],
]);
const page: PathMethods = new Map([["GET", "next"]]);

/** Below these there is nothing but what the tables name. Next's image optimizer is not used. */
const closedPaths = /^\/(v1|api|internal|billing|widget|_next\/image)(\/|$)/;

const paths = groupByPath();
const byPattern = [...paths]
  .filter(([path]) => path.includes("{"))
  .map(([path, methods]) => ({ pattern: toPattern(path), methods }));

/**
 * The route of a decoded path, or "next". `HEAD` is answered as `GET`, and `OPTIONS` with the path's methods.
 * @throws Refusal not_found, method_not_allowed
 */
export function findRoute(method: string, path: string): FoundRoute | "next" {
  const found = findPath(path);
  if (!found) throw new Refusal("not_found", `There is no endpoint ${method} ${path.slice(0, 200)}.`);
  const { methods, params } = found;
  const route = methods.get(method) ?? (method === "HEAD" ? methods.get("GET") : undefined);
  if (route) return route === "next" ? route : { route, params, maxBytes: bodyLimits.get(route) };
  const allow = [...new Set([...methods.keys(), ...(methods.has("GET") ? ["HEAD"] : []), "OPTIONS"])].sort();
  if (method === "OPTIONS") return { route: () => answerOptions(allow), params };
  const text = `This path does not support ${method}. It supports ${allow.join(", ")}.`;
  throw new Refusal("method_not_allowed", text, { details: { allow } });
}

/** The methods of a decoded path. null: there is no such path, and it is not a page's. */
function findPath(path: string): { methods: PathMethods; params: Record<string, string> } | null {
  const methods = path.includes("{") ? undefined : paths.get(path);
  if (methods) return { methods, params: {} };
  for (const { pattern, methods } of byPattern) {
    const match = pattern.exec(path);
    if (match) return { methods, params: { ...match.groups } };
  }
  if (path.startsWith("/api/auth/")) return { methods: nextAuth, params: {} };
  return closedPaths.test(path) ? null : { methods: page, params: {} };
}

async function answerOptions(allow: readonly string[]): Promise<Response> {
  return new Response(null, { status: 204, headers: { allow: allow.join(", ") } });
}

function groupByPath(): Map<string, PathMethods> {
  const paths = new Map(Object.entries(otherPaths).map(([path, methods]) => [path, new Map(Object.entries(methods))]));
  for (const { id, method, path, widget } of endpoints) {
    const methods = paths.get(path) ?? new Map<string, Route | "next">();
    methods.set(method, routes[id]);
    if (widget) methods.set("OPTIONS", preflight);
    paths.set(path, methods);
  }
  return paths;
}

/** A parameter ends at a colon, which begins a custom verb: `/{id}:test`. */
function toPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/:]+)")}$`);
}
