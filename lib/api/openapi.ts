import { type Endpoint, errorsOf, hasBody, isPublic, pathParameters, tags } from "@/lib/api/endpoints/endpoint";
import { errorSchema, exampleError } from "@/lib/api/error-examples";
import { conventions, headers, parameterNotes, securitySchemes, tagNotes } from "@/lib/api/openapi-conventions";
import type {
  HttpMethod,
  OpenApiDocument,
  Operation,
  Parameter,
  Reference,
  Response,
} from "@/lib/api/openapi-document";
import { schemaModules } from "@/lib/api/schema-modules";
import { type JsonSchema, type WireSchemas, wireSchema, wireSchemas } from "@/lib/api/wire-schemas";
import { type ErrorCode, errorStatus } from "@/lib/kernel/errors";
import { toWire } from "@/lib/kernel/wire";

type Components = OpenApiDocument["components"];

/** The OpenAPI 3.1 document of these endpoints. Deterministic. */
export function openApiDocument(registry: readonly Endpoint[], options: { serverUrl?: string } = {}): OpenApiDocument {
  const endpoints = inReadingOrder(registry);
  const schemas = wireSchemas(endpoints, schemaModules);
  const components: Components = {
    schemas: { Error: wireSchema(errorSchema) },
    parameters: { IdempotencyKey: idempotencyKey },
    headers,
    examples: {},
    responses: {},
    securitySchemes,
  };
  const paths: OpenApiDocument["paths"] = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase() as HttpMethod]: describeOperation(endpoint, schemas, components),
    };
  }
  addUsedSchemas(components.schemas, schemas, paths);
  return {
    openapi: "3.1.1",
    info: {
      title: "Latchkey API",
      version: "1",
      description: conventions,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: options.serverUrl ?? "/" }],
    tags: tags
      .filter((tag) => endpoints.some((endpoint) => endpoint.tag === tag))
      .map((name) => ({ name, description: tagNotes[name] })),
    paths,
    components,
  };
}

/** By tag, path and method: the document must not depend on the order in which a bundler puts a module's exports. */
function inReadingOrder(endpoints: readonly Endpoint[]): Endpoint[] {
  const rank = ({ tag, path, method }: Endpoint) =>
    `${String(tags.indexOf(tag)).padStart(2)} ${path} ${["POST", "GET", "PUT", "PATCH", "DELETE"].indexOf(method)}`;
  return [...endpoints].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

function describeOperation(endpoint: Endpoint, schemas: WireSchemas, components: Components): Operation {
  const example = toWire(endpoint.example.input) as Record<string, unknown>;
  const input = schemas.input(endpoint);
  const parameters = parametersOf(endpoint, input, example);
  const requestBody = bodyOf(endpoint, input, schemas.inputName(endpoint), example);
  return {
    operationId: endpoint.id,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: [endpoint.description, accessNote(endpoint)].filter(Boolean).join("\n\n"),
    "x-scope": endpoint.scope,
    "x-widget-token": endpoint.widget !== undefined,
    security: securityOf(endpoint),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(requestBody ? { requestBody } : {}),
    responses: {
      [endpoint.status]: {
        description: "Success.",
        headers: headersOf(endpoint, endpoint.status),
        content: {
          "application/json": { schema: schemas.output(endpoint), example: toWire(endpoint.example.output) },
        },
      },
      ...errorResponses(endpoint, components),
    },
  };
}

/** As `handle` reads them: path parameters, and for GET and DELETE the other fields from the query. */
function parametersOf(
  endpoint: Endpoint,
  input: JsonSchema,
  example: Record<string, unknown>,
): (Parameter | Reference)[] {
  const inPath = pathParameters(endpoint);
  const inQuery = hasBody(endpoint) ? [] : Object.keys(input.properties ?? {}).filter((name) => !inPath.includes(name));
  const parameter = (name: string, place: "path" | "query"): Parameter => {
    const schema = input.properties?.[name];
    if (typeof schema !== "object") throw new Error(`${endpoint.id}: the input has no field for {${name}}`);
    const note = schema.description ?? parameterNotes[name];
    return {
      name,
      in: place,
      required: place === "path" || (input.required ?? []).includes(name),
      ...(note ? { description: note } : {}),
      schema,
      ...(name in example ? { example: example[name] } : {}),
    };
  };
  return [
    ...inPath.map((name) => parameter(name, "path")),
    ...inQuery.map((name) => parameter(name, "query")),
    ...(takesIdempotencyKey(endpoint) ? [{ $ref: "#/components/parameters/IdempotencyKey" }] : []),
  ];
}

function bodyOf(
  endpoint: Endpoint,
  input: JsonSchema,
  name: string | null,
  example: Record<string, unknown>,
): Operation["requestBody"] {
  if (!hasBody(endpoint)) return undefined;
  const inPath = pathParameters(endpoint);
  const without = <T>(fields: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(fields).filter(([field]) => !inPath.includes(field)));
  const properties = without(input.properties ?? {});
  if (Object.keys(properties).length === 0) return undefined;
  const required = (input.required ?? []).filter((field) => !inPath.includes(field));
  const { properties: _, required: __, ...rest } = input;
  const whole: JsonSchema = { ...rest, properties, ...(required.length > 0 ? { required } : {}) };
  const schema = name !== null && inPath.length === 0 ? { $ref: `#/components/schemas/${name}` } : whole;
  return { required: required.length > 0, content: { "application/json": { schema, example: without(example) } } };
}

/** One response per status. Responses with the same codes share a component. */
function errorResponses(endpoint: Endpoint, components: Components): Record<string, Reference> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorsOf(endpoint)) {
    byStatus.set(errorStatus[code], [...(byStatus.get(errorStatus[code]) ?? []), code].sort());
  }
  const responses: Record<string, Reference> = {};
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b)) {
    const name = `${codes.join(".")}${isPublic(endpoint) ? ".public" : ""}`;
    for (const code of codes) components.examples[code] ??= { value: exampleError(code) };
    components.responses[name] ??= errorResponse(endpoint, status, codes);
    responses[status] = { $ref: `#/components/responses/${name}` };
  }
  return responses;
}

function errorResponse(endpoint: Endpoint, status: number, codes: ErrorCode[]): Response {
  return {
    description: codes.map((code) => `[\`${code}\`](/docs/errors#${code})`).join(", "),
    "x-codes": codes,
    headers: headersOf(endpoint, status),
    content: {
      "application/json": {
        schema: { $ref: "#/components/schemas/Error" },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}

function headersOf(endpoint: Endpoint, status: number): Record<string, Reference> {
  const counted = !isPublic(endpoint) && status !== 401;
  const names: (keyof typeof headers)[] = [
    "X-Request-Id",
    ...(counted ? (["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"] as const) : []),
    ...(status === 429 ? (["Retry-After"] as const) : []),
    ...(status < 300 && takesIdempotencyKey(endpoint) ? (["Idempotency-Replayed"] as const) : []),
  ];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function takesIdempotencyKey(endpoint: Endpoint): boolean {
  return endpoint.method === "POST" && !isPublic(endpoint);
}

function securityOf({ scope, caller, widget }: Endpoint): Record<string, string[]>[] {
  if (caller) return [{ session: [] }];
  if (scope === null) return [];
  if (widget === "only") return [{ widgetToken: [] }];
  return [{ apiKey: [scope] }, { session: [] }, ...(widget ? [{ widgetToken: [] }] : [])];
}

function accessNote({ scope, caller, widget }: Endpoint): string {
  if (caller === "person") return "For people signed in with a browser. API keys and tokens are refused.";
  if (caller === "staff")
    return "For support staff signed in with a browser. For everybody else it does not exist (404).";
  if (scope === null) return "Public: no API key needed.";
  if (widget === "only") return "Needs a widget token. Everybody else is refused.";
  const key = `Needs an API key with the scope \`${scope}\``;
  return widget ? `${key}, or a widget token.` : `${key}.`;
}

/** Adds the schemas that the document refers to, directly or indirectly, in the order of their names. */
function addUsedSchemas(target: Record<string, JsonSchema>, schemas: WireSchemas, paths: unknown): void {
  const used = new Set<string>();
  const visit = (value: unknown) => {
    for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      const schema = schemas.components[name];
      if (used.has(name) || !schema) continue;
      used.add(name);
      visit(schema);
    }
  };
  visit(paths);
  for (const name of [...used].sort()) target[name] = schemas.components[name] ?? {};
}

const idempotencyKey: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "A unique key of your choice, e.g. a UUID. The same request with the same key runs once: its response is stored for 24 hours and returned again.",
  schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,255}$" },
};
