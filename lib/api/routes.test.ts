import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Endpoint, isPublic } from "@/lib/api/endpoints/endpoint";
import { endpointModules, endpoints } from "@/lib/api/endpoints/registry";
import { openApiDocument } from "@/lib/api/openapi";
import nextConfig from "@/next.config";

const folder = join(import.meta.dirname, "../../app/v1");

/** The document itself (what it lists, it does not list), and what answers where no endpoint is. */
const exceptions = ["openapi.json", "[[...path]]"];

const importLine = /^import (?:type )?\{ [\w, ]+,? \} from "@\/lib\/[\w/-]+";$/;
const verbLine = /^export const (GET|POST|PATCH|DELETE) = (handle|handlePublic)\((\w+), \w+\);$/;
const preflightLine = "export const OPTIONS = preflight;";

type Route = { file: string; path: string; method: string; maker: string; endpoint: string };

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
const routeFiles = files.filter((file) => file.endsWith("/route.ts") && !exceptions.includes(folderOf(file)));
const exported = new Map<string, Endpoint>(endpointModules.flatMap((room) => Object.entries<Endpoint>(room)));
const rewrites = await readRewrites();
const routes = routeFiles.flatMap(readRoutes);

it("finds the routes, and nothing else stands among them", () => {
  expect(routes.length).toBeGreaterThan(10);
  expect(files.filter((file) => !/(^|\/)route\.ts$/.test(file))).toEqual([]);
  for (const exception of exceptions) expect(files).toContain(`${exception}/route.ts`);
});

it.each(routeFiles)("%s holds one line for each endpoint, and nothing else", (file) => {
  const other = statementsOf(file).filter(
    (line) => !importLine.test(line) && !verbLine.test(line) && line !== preflightLine,
  );
  expect(other).toEqual([]);
});

it("has a route for each endpoint of the registry, at its method and path, and none beside them", () => {
  const found = routes.map((route) => `${route.method} ${publicPath(route.path)} ${route.endpoint}`);
  expect(found.sort()).toEqual(
    [...exported].map(([name, endpoint]) => `${endpoint.method} ${endpoint.path} ${name}`).sort(),
  );
});

it("documents each route, and none beside them", () => {
  const { paths } = openApiDocument(endpoints);
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented.sort()).toEqual(routes.map((route) => `${route.method} ${publicPath(route.path)}`).sort());
});

it("lets everyone in where the endpoint has no scope, and nobody without credentials elsewhere", () => {
  for (const route of routes) {
    const endpoint = exported.get(route.endpoint);
    expect([route.file, route.maker]).toEqual([route.file, endpoint && isPublic(endpoint) ? "handlePublic" : "handle"]);
  }
});

it("answers a browser's preflight exactly where a widget token is accepted", () => {
  const withPreflight = routeFiles.filter((file) => statementsOf(file).includes(preflightLine));
  const forWidgets = routes.filter((route) => exported.get(route.endpoint)?.widget).map((route) => route.file);
  expect(withPreflight.sort()).toEqual([...new Set(forWidgets)].sort());
});

it("exports each endpoint under its id, so that the client's methods have their types", () => {
  for (const [name, endpoint] of exported) expect(name).toBe(`${endpoint.id}Endpoint`);
  expect(new Set(endpoints.map((endpoint) => endpoint.id)).size).toBe(endpoints.length);
});

it("rewrites nothing in /v1 but the paths that a folder cannot spell, and to routes that exist", () => {
  for (const [source, destination] of rewrites) {
    expect(source).toMatch(/\}:\w+$/);
    expect(routes.map((route) => route.path)).toContain(destination);
  }
});

function readRoutes(file: string): Route[] {
  return statementsOf(file).flatMap((line) => {
    const [, method = "", maker = "", endpoint = ""] = verbLine.exec(line) ?? [];
    return method ? [{ file, path: pathOf(folderOf(file)), method, maker, endpoint }] : [];
  });
}

/** Statements, each on one line. */
function statementsOf(file: string): string[] {
  const text = readFileSync(join(folder, file), "utf8").replace(/\s+/g, " ").trim();
  return text.split(/(?<=;) /);
}

function folderOf(file: string): string {
  return file.slice(0, -"/route.ts".length);
}

function pathOf(name: string): string {
  return `/v1/${name.replace(/\[(\w+)\]/g, "{$1}")}`;
}

/** A folder's name is either a parameter or fixed, so `{id}:test` lives in a folder that a rewrite leads to. */
function publicPath(path: string): string {
  return [...rewrites].find(([, destination]) => destination === path)?.[0] ?? path;
}

/**
 * The rewrites of `/v1`, public path to the route's, both written with `{name}`. Of a source this reads `:id([^/]+)` as
 * a parameter, `(\\:|%3A)` as the colon in either spelling, and `:verb(test)` as the word that it stands for.
 */
async function readRewrites(): Promise<Map<string, string>> {
  const all = (await nextConfig.rewrites?.()) ?? [];
  const list = (Array.isArray(all) ? all : Object.values(all).flat()).filter(({ source }) => source.startsWith("/v1/"));
  return new Map(
    list.flatMap(({ source, destination }) => {
      const [, name = "", words = ""] = /:(\w+)\(([\w|]+)\)$/.exec(source) ?? [];
      return words
        .split("|")
        .map((word): [string, string] => [
          spell(source.replace(`:${name}(${words})`, word).replace("(\\:|%3A)", "\0").replaceAll("([^/]+)", "")),
          spell(destination.replace(`:${name}`, word)),
        ]);
    }),
  );
}

function spell(path: string): string {
  return path.replace(/:(\w+)/g, "{$1}").replace("\0", ":");
}
