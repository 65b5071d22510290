import { endpoints } from "@/lib/api/endpoints/registry";
import type { Route } from "@/lib/api/handle";
import { preflight } from "@/lib/api/preflight";
import { routes } from "@/lib/api/routes";

export type FoundRoute = { route: Route; params: Record<string, string> };

/** The routes of one path, by method. */
type PathRoutes = Map<string, Route>;

const paths = [...groupByPath()];
const byFixedPath = new Map(paths.filter(([path]) => !path.includes("{")));
const byPattern = paths
  .filter(([path]) => path.includes("{"))
  .map(([path, methods]) => ({ pattern: toPattern(path), methods }));

/**
 * The route of a path without escapes, dots or extra slashes. null: there is none, or the path is spelled in another way
 * and goes to Next, which normalizes it and calls `answerV1`.
 */
export function findRoute(method: string, path: string): FoundRoute | null {
  const found = /^[\w/:-]+$/.test(path) ? findPath(path) : null;
  const route = found?.methods.get(method);
  return found && route ? { route, params: found.params } : null;
}

/** The methods of a decoded path. null: `/v1` has no such path. */
export function findPath(path: string): { methods: PathRoutes; params: Record<string, string> } | null {
  const methods = byFixedPath.get(path);
  if (methods) return { methods, params: {} };
  for (const { pattern, methods } of byPattern) {
    const match = pattern.exec(path);
    if (match) return { methods, params: { ...match.groups } };
  }
  return null;
}

function groupByPath(): Map<string, PathRoutes> {
  const paths = new Map<string, PathRoutes>();
  for (const { id, method, path, widget } of endpoints) {
    const methods = paths.get(path) ?? new Map<string, Route>();
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
