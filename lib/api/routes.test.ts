import { expect, it } from "vitest";
import { type Endpoint, isPublic, pathParameters } from "@/lib/api/endpoints/endpoint";
import { endpointModules, endpoints } from "@/lib/api/endpoints/registry";
import { findRoute } from "@/lib/api/find-route";
import { openApiDocument } from "@/lib/api/openapi";
import { preflight } from "@/lib/api/preflight";
import { routes } from "@/lib/api/routes";
import { silentLog } from "@/lib/kernel/log";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { answerApi } from "@/lib/runtime/testing/answer-api";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";

const id = "019b76da-a800-7164-89b5-c3c30087a376";

installTestRuntime({ now: () => new Date(), log: silentLog } as ServiceContext);

const named = endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const);
const send = (method: string, path: string) => answerApi(new Request(`https://app.example.com${path}`, { method }));
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
  expect(findRoute(endpoint.method, fill(endpoint))).toEqual({
    route: routes[endpoint.id],
    params,
    maxBytes: endpoint.maxBodyBytes,
  });
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
    const found = findRoute("OPTIONS", fill(endpoint));
    const isPreflight = found !== "next" && found.route === preflight;
    expect([endpoint.path, isPreflight]).toEqual([endpoint.path, forWidgets.has(endpoint.path)]);
  }
});

it.each([
  ["GET", "/v1"],
  ["GET", "/v1/"],
  ["GET", "/v1/connections/"],
  ["GET", "/v1/Connections"],
  ["GET", "/v1/nothing"],
  ["GET", `/v1/connections/${id}/`],
  ["GET", `/v1/connections/${id}/nothing`],
  ["GET", "/v1/connections/constructor:prototype"],
  ["TRACE", "/v1/nothing"],
  ["GET", "/internal"],
  ["GET", "/internal/nothing"],
  ["GET", "/internal/ask"],
  ["GET", "/internal/route"],
  ["GET", "/internal/edge"],
  ["POST", "/billing/nothing"],
  ["GET", "/api"],
  ["GET", "/_next/image"],
])("%s %s does not exist", (method, path) => {
  expect(() => findRoute(method, path)).toThrow(expect.objectContaining({ code: "not_found" }));
});

it.each([
  ["GET", "/"],
  ["HEAD", "/sign-in"],
  ["GET", "/v1x"],
  ["GET", "//v1/connections"],
  ["GET", "/no-such-page"],
  ["GET", "/_next/static/chunks/a.js"],
  ["POST", "/api/auth/callback/credentials"],
])("%s %s is for Next", (method, path) => {
  expect(findRoute(method, path)).toBe("next");
});

it("answers HEAD as GET, also where the path has an escape", async () => {
  expect((await send("HEAD", "/v1/provid%65rs")).status).toBe(200);
});

it("finds the endpoint of a path whose colon is escaped", () => {
  expect(findRoute("POST", "/v1/connections:batch")).toEqual({ route: routes.createConnections, params: {} });
  const path = decodeURIComponent(`/v1/webhook-endpoints/${id}%3Atest`);
  expect(findRoute("POST", path)).toEqual({ route: routes.sendTestEvent, params: { id } });
});

const apiMethods = ["GET", "POST", "PATCH", "DELETE", "PUT"];

it.each([
  ["PUT", "/v1/connections", "GET, HEAD, OPTIONS, POST"],
  ["DELETE", "/v1/connections%3Abatch", "OPTIONS, POST"],
  ["POST", "/v1/openapi.json", "GET, HEAD, OPTIONS"],
  ["POST", "/healthz", "GET, HEAD, OPTIONS"],
  ["PUT", "/metrics", "GET, HEAD, OPTIONS"],
  ["GET", "/internal/work", "OPTIONS, POST"],
  ["POST", "/internal/edge/snapshot", "GET, HEAD, OPTIONS"],
  ["GET", "/internal/edge/report", "OPTIONS, POST"],
  ["GET", "/billing/stripe", "OPTIONS, POST"],
  ["PATCH", "/api/auth/sign-up", "OPTIONS, POST"],
  ["DELETE", "/api/auth/csrf", "GET, HEAD, OPTIONS, POST"],
  ["PUT", "/sandbox/records", "DELETE, GET, HEAD, OPTIONS, POST"],
  ["POST", "/sign-in", "GET, HEAD, OPTIONS"],
  ["QUERY", "/v1/connections", "GET, HEAD, OPTIONS, POST"],
  ["PROPFIND", "/", "GET, HEAD, OPTIONS"],
  ["constructor", "/v1/connections", "GET, HEAD, OPTIONS, POST"],
  ["toString", `/v1/applications/${id}`, "DELETE, GET, HEAD, OPTIONS, PATCH"],
])("%s %s is refused in the envelope, with the methods of the path", async (method, path, allow) => {
  const response = await send(method, path);
  const { error } = await response.json();
  expect([response.status, response.headers.get("allow"), error.code]).toEqual([405, allow, "method_not_allowed"]);
  expect(error.details.allow.join(", ")).toBe(allow);
  expect(response.headers.get("x-request-id")).toBe(error.request_id);
});

it.each(named)("%s is on a path that names its methods and refuses all others", async (_, endpoint) => {
  const methods = endpoints.filter(({ path }) => path === endpoint.path).map(({ method }) => method);
  const options = await send("OPTIONS", fill(endpoint));
  if (!endpoints.some(({ path, widget }) => path === endpoint.path && widget)) {
    expect(options.status).toBe(204);
    expect(options.headers.get("allow")?.split(", ")).toEqual(expect.arrayContaining(methods));
  }
  for (const method of apiMethods.filter((one) => !(methods as string[]).includes(one)))
    expect([method, (await send(method, fill(endpoint))).status]).toEqual([method, 405]);
});
