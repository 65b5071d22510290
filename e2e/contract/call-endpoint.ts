import { type Endpoint, hasBody, pathParameters } from "@/lib/api/endpoints/endpoint";
import type { EndpointId } from "@/lib/api/endpoints/registry";
import { routes } from "@/lib/api/routes";
import { toWire } from "@/lib/kernel/wire";
import { callRoute } from "@/lib/runtime/testing/runtime";

type WireInput = Record<string, unknown>;

export type EndpointCall = {
  secret?: string | null;
  headers?: Record<string, string>;
  /** A raw body, instead of the JSON body. */
  text?: string;
};

/** Calls the endpoint's route as the router does, with `input` in wire form split into path, query and body. */
export async function callEndpoint(endpoint: Endpoint, input: WireInput, call: EndpointCall = {}) {
  const names = pathParameters(endpoint);
  const params = Object.fromEntries(names.map((name) => [name, String(input[name])]));
  const rest = Object.entries(input).filter(([name, value]) => !names.includes(name) && value !== undefined);
  const query = new URLSearchParams(
    hasBody(endpoint) ? [] : rest.flatMap(([name, value]) => [value].flat().map((item) => [name, String(item)])),
  );
  return callRoute(routes[endpoint.id as EndpointId], call.secret ?? null, {
    method: endpoint.method,
    query: query.size === 0 ? "" : `?${query}`,
    params,
    headers: call.headers ?? {},
    ...(hasBody(endpoint) ? { text: call.text ?? JSON.stringify(Object.fromEntries(rest)) } : {}),
  });
}

/** The endpoint's example in wire form, with the ids of the examples replaced by those of `ids`. */
export function exampleInput(endpoint: Endpoint, ids: ReadonlyMap<string, string>): WireInput {
  return replaceIds(toWire(endpoint.example.input), ids) as WireInput;
}

function replaceIds(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return ids.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => replaceIds(item, ids));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceIds(item, ids)]));
}
