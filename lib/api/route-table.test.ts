import { expect, it } from "vitest";
import { pathParameters, routeFolder } from "@/lib/api/endpoints/endpoint";
import { endpoints } from "@/lib/api/endpoints/registry";
import { openRouteTable, type Route, type RouteModule } from "@/lib/api/route-table";

const id = "019b76da-a800-7164-89b5-c3c30087a376";
const modules = new Map<string, RouteModule>();
for (const endpoint of endpoints) {
  const folder = routeFolder(endpoint);
  const routes = modules.get(folder) ?? {};
  modules.set(folder, { ...routes, [endpoint.method]: (async () => Response.json(endpoint.id)) as Route });
}
const table = await openRouteTable(async (folder) => modules.get(folder) ?? {});

it.each(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  "%s leads to its own route file, with its parameters",
  async (_, endpoint) => {
    const names = pathParameters(endpoint);
    const path = endpoint.path.replace(/\{\w+\}/g, id);
    const found = table.find(endpoint.method, path);
    const answer = await found?.route(new Request("http://localhost"), { params: Promise.resolve({}) });
    expect([await answer?.json(), found?.params]).toEqual([
      endpoint.id,
      Object.fromEntries(names.map((name) => [name, id])),
    ]);
  },
);

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
  expect(table.find(method, path)).toBeNull();
});
