import { expect, it } from "vitest";
import { answerV1 } from "@/lib/api/answer-v1";
import { type Endpoint, isPublic, pathParameters } from "@/lib/api/endpoints/endpoint";
import { endpointModules, endpoints } from "@/lib/api/endpoints/registry";
import { findPath, findRoute } from "@/lib/api/find-route";
import { openApiDocument } from "@/lib/api/openapi";
import { preflight } from "@/lib/api/preflight";
import { routes } from "@/lib/api/routes";
import { silentLog } from "@/lib/kernel/log";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";

const id = "019b76da-a800-7164-89b5-c3c30087a376";

installTestRuntime({ now: () => new Date(), log: silentLog } as ServiceContext);

const named = endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const);
const send = (method: string, path: string) => answerV1(new Request(`https://app.example.com${path}`, { method }));
const fill = ({ path }: Endpoint) => path.replace(/\{\w+\}/g, id);

it("exports each endpoint under its id, so that the client's methods have their types", () => {
  const exported = endpointModules.flatMap((module) => Object.entries<Endpoint>(module));
  for (const [name, endpoint] of exported) expect(name).toBe(`${endpoint.id}Endpoint`);
  expect(new Set(endpoints.map((endpoint) => endpoint.id)).size).toBe(endpoints.length);
});

it("has no two endpoints with one method and path", () => {
  expect(new Set(named.map(([name]) => name)).size).toBe(endpoints.length);
});

it.each(named)("%s leads to its own route, with its parameters", (_, endpoint) => {
  const params = Object.fromEntries(pathParameters(endpoint).map((name) => [name, id]));
  expect(findRoute(endpoint.method, fill(endpoint))).toEqual({ route: routes[endpoint.id], params });
});

it("documents each route, and none beside them", () => {
  const documented = Object.entries(openApiDocument(endpoints).paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented.sort()).toEqual(named.map(([name]) => name).sort());
});

it.each(named)(
  "%s lets everyone in where it has no scope, and nobody without credentials elsewhere",
  async (_, endpoint) => {
    const request = new Request("https://app.example.com/v1/x", {
      method: endpoint.method,
      headers: { authorization: "Bearer x" },
    });
    const { status } = await routes[endpoint.id](request, {});
    expect(status).toBe(isPublic(endpoint) ? endpoint.status : 401);
  },
);

it("answers a browser's preflight exactly where a widget token is accepted", () => {
  const forWidgets = new Set(endpoints.filter(({ widget }) => widget).map(({ path }) => path));
  expect(forWidgets.size).toBeGreaterThan(0);
  for (const endpoint of endpoints) {
    const found = findRoute("OPTIONS", fill(endpoint))?.route;
    expect([endpoint.path, found]).toEqual([endpoint.path, forWidgets.has(endpoint.path) ? preflight : undefined]);
  }
});

it.each([
  ["PUT", "/v1/connections"],
  ["HEAD", "/v1/connections"],
  ["GET", "/v1/connections/"],
  ["GET", "//v1/connections"],
  ["GET", "/v1/Connections"],
  ["GET", "/v1/nothing"],
  ["GET", "/v1/openapi.json"],
  ["GET", `/v1/connections/${id}/`],
  ["GET", `/v1/connections/${id}/nothing`],
  ["GET", "/v1/connections/.."],
  ["GET", "/v1/connections/%2e%2e"],
  ["POST", "/v1/connections%3Abatch"],
  ["GET", "/v1/connections/constructor:prototype"],
  ["constructor", "/v1/connections"],
  ["toString", `/v1/connections/${id}`],
])("%s %s is left to Next's router", (method, path) => {
  expect(findRoute(method, path)).toBeNull();
});

it("answers HEAD as GET, also where the path has an escape", async () => {
  expect((await send("HEAD", "/v1/provid%65rs")).status).toBe(200);
});

it("finds the endpoint of a path whose colon is escaped", () => {
  expect(findPath("/v1/connections:batch")?.methods.get("POST")).toBe(routes.createConnections);
  const found = findPath(decodeURIComponent(`/v1/webhook-endpoints/${id}%3Atest`));
  expect([found?.methods.get("POST"), found?.params]).toEqual([routes.sendTestEvent, { id }]);
});

it.each([
  ["PUT", "/v1/connections", 405, "GET, HEAD, OPTIONS, POST"],
  ["DELETE", "/v1/connections%3Abatch", 405, "OPTIONS, POST"],
  ["OPTIONS", `/v1/applications/${id}`, 204, "DELETE, GET, HEAD, OPTIONS, PATCH"],
])("%s %s has no body, and names the methods of the path", async (method, path, status, allow) => {
  const response = await send(method, path);
  expect([response.status, response.headers.get("allow"), await response.text()]).toEqual([status, allow, ""]);
});
