import { routeFolder } from "@/lib/api/endpoints/endpoint";
import { endpoints } from "@/lib/api/endpoints/registry";

/** What a route file exports for a method. */
export type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** The exports of a route file, by method. */
export type RouteModule = Record<string, Route>;

export type FoundRoute = { route: Route; params: Record<string, string> };

/** null: not ours, or spelled in a way that Next's router is to judge (escapes, slashes too many, other methods). */
export type RouteTable = { find(method: string, path: string): FoundRoute | null };

/**
 * The routes of `/v1` by the registry's paths: the route files themselves, found without Next's router (see
 * docs/decisions/0011).
 * @param load the route file of a folder below `app`
 */
export async function openRouteTable(load: (folder: string) => Promise<RouteModule>): Promise<RouteTable> {
  const folders = new Map(endpoints.map((endpoint) => [endpoint.path, routeFolder(endpoint)]));
  const fixed = new Map<string, RouteModule>();
  const patterns: { pattern: RegExp; routes: RouteModule }[] = [];
  await Promise.all(
    [...folders].map(async ([path, folder]) => {
      const routes = await load(folder);
      if (path.includes("{")) patterns.push({ pattern: toPattern(path), routes });
      else fixed.set(path, routes);
    }),
  );
  return {
    find(method, path) {
      const routes = fixed.get(path);
      if (routes) return toFound(routes, method, {});
      for (const { pattern, routes } of patterns) {
        const match = pattern.exec(path);
        if (match) return toFound(routes, method, { ...match.groups });
      }
      return null;
    },
  };
}

function toFound(routes: RouteModule, method: string, params: Record<string, string>): FoundRoute | null {
  const route = Object.hasOwn(routes, method) ? routes[method] : undefined;
  return route ? { route, params } : null;
}

/** A parameter is an id; what else may stand there needs Next's decoding, and leads to no object. */
function toPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{(\w+)\}/g, "(?<$1>[\\w-]+)")}$`);
}
