import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { expect, it } from "vitest";
import { z } from "zod";
import { defineEndpoint, errorsOf } from "@/lib/api/endpoints/endpoint";
import { endpoints } from "@/lib/api/endpoints/registry";
import { openApiDocument } from "@/lib/api/openapi";
import type { Operation, Reference } from "@/lib/api/openapi-document";
import { wireSchemas } from "@/lib/api/wire-schemas";
import { errorStatus } from "@/lib/kernel/errors";
import { isoDate } from "@/lib/kernel/iso-date";

const document = openApiDocument(endpoints);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);

it("is the document that is committed", () => {
  const committed = readFileSync(new URL("../../docs/openapi.json", import.meta.url), "utf8");
  const isCommitted = committed === `${JSON.stringify(document, null, 2)}\n`;
  expect(isCommitted, "docs/openapi.json is not what the endpoints say: run `npm run openapi`").toBe(true);
});

it("is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
  expect((await new Validator().validate({ ...document, paths: { "/x": { get: { tags: 7 } } } })).valid).toBe(false);
});

it("has one operation for each endpoint, with its scope and its error codes", () => {
  expect(operations.map(({ name, operation }) => `${operation.operationId} ${name}`).sort()).toEqual(
    endpoints.map(({ id, method, path }) => `${id} ${method} ${path}`).sort(),
  );
  for (const endpoint of endpoints) {
    const operation = operationOf(endpoint.id);
    expect([operation["x-scope"], operation["x-widget-token"]]).toEqual([
      endpoint.scope,
      endpoint.widget !== undefined,
    ]);
    const documented = Object.entries(operation.responses).flatMap(([status, response]) =>
      (resolve(response)["x-codes"] ?? []).map((code) => [code, Number(status)]),
    );
    expect(documented.sort()).toEqual(
      errorsOf(endpoint)
        .map((code) => [code, errorStatus[code]])
        .sort(),
    );
  }
});

it("has no dangling references, no duplicates and no unused schemas", () => {
  const text = JSON.stringify(document);
  const refs = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? ""));
  for (const ref of refs) expect([ref, find(ref)]).not.toEqual([ref, undefined]);
  for (const name of Object.keys(document.components.schemas)) {
    expect([...refs], name).toContain(`#/components/schemas/${name}`);
  }
  const texts = Object.values(document.components.responses).map((response) => JSON.stringify(response));
  expect(new Set(texts).size).toBe(texts.length);
});

it("names every field as the wire does", () => {
  const names: string[] = [];
  JSON.stringify(document, (key, value: unknown) => {
    if (key === "properties" && typeof value === "object") names.push(...Object.keys(value ?? {}));
    return value;
  });
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => /[A-Z]/.test(name))).toEqual([]);
});

const ajv = new Ajv2020({ strict: false, allErrors: true });
// Under NodeNext the default export of this CommonJS package is its namespace.
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;
addFormats(ajv);
ajv.addSchema(document, "doc");

function problems(schema: object, value: unknown): string[] {
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/')));
  return validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

it.each(operations)("has examples of $name that agree with its schemas", ({ operation }) => {
  for (const parameter of (operation.parameters ?? []).map((one) => resolve(one))) {
    if (parameter.example !== undefined) expect(problems(parameter.schema, parameter.example)).toEqual([]);
    else expect([parameter.name, parameter.in]).not.toEqual([parameter.name, "path"]);
  }
  const body = operation.requestBody?.content["application/json"];
  if (body) expect(problems(body.schema, body.example)).toEqual([]);
  for (const response of Object.values(operation.responses)) {
    const { schema, example, examples } = resolve(response).content["application/json"];
    const all = examples ? Object.values(examples).map((one) => find(one.$ref) as { value: unknown }) : [];
    for (const value of examples ? all.map((one) => one.value) : [example]) {
      expect(problems(schema, value)).toEqual([]);
    }
  }
});

it("reports an example that does not match its schema", () => {
  expect(problems({ $ref: "#/components/schemas/Connection" }, { id: "no" })).not.toEqual([]);
  expect(problems({ $ref: "#/components/schemas/Error" }, { error: { code: "no_such_code" } })).not.toEqual([]);
});

it("names the server that it is served from", () => {
  expect(openApiDocument([], { serverUrl: "https://app.example.com" }).servers).toEqual([
    { url: "https://app.example.com" },
  ]);
});

it("splits the input into path, query and body, and writes dates, defaults, transforms and records as the wire has them", () => {
  const thingSchema = z.strictObject({
    madeAt: isoDate,
    sizeBytes: z.int().default(1),
    freeData: z.record(z.string(), isoDate),
  });
  const id = "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a01";
  const madeAt = new Date("2026-11-23T09:30:00.000Z");
  const thing = { madeAt, sizeBytes: 1, freeData: { camelCase: madeAt } };
  const base = { tag: "plans", scope: "usage:read", status: 200, output: thingSchema, errors: [] } as const;
  const list = defineEndpoint({
    ...base,
    id: "listThings",
    method: "GET",
    path: "/v1/owners/{owner_id}/things",
    summary: "List",
    input: z.strictObject({ ownerId: z.uuid(), pageSize: z.coerce.number().int().max(9).default(3) }),
    example: { input: { ownerId: id }, output: thing },
  });
  const change = defineEndpoint({
    ...base,
    id: "changeThing",
    method: "PATCH",
    path: "/v1/things/{id}:change",
    summary: "Change",
    input: z.strictObject({
      id: z.uuid(),
      newName: z.preprocess(
        (value) => value,
        z.string().transform((name) => name.trim()),
      ),
      theThing: thingSchema.optional(),
    }),
    example: { input: { id, newName: "a" }, output: thing },
  });
  const small = openApiDocument([list, change]);
  const get = small.paths["/v1/owners/{owner_id}/things"]?.get;
  expect(get?.parameters).toEqual([
    { name: "owner_id", in: "path", required: true, schema: { type: "string", format: "uuid" }, example: id },
    {
      name: "page_size",
      in: "query",
      required: false,
      schema: expect.objectContaining({ type: "integer", default: 3 }),
    },
  ]);
  const patch = small.paths["/v1/things/{id}:change"]?.patch;
  expect(patch?.parameters?.map((parameter) => "name" in parameter && parameter.name)).toEqual(["id"]);
  expect(patch?.requestBody).toMatchObject({
    required: true,
    content: { "application/json": { schema: { required: ["new_name"] }, example: { new_name: "a" } } },
  });
  expect(Object.keys(patch?.requestBody?.content["application/json"].schema.properties ?? {})).toEqual([
    "new_name",
    "the_thing",
  ]);

  const schemas = wireSchemas([list, change], [{ thingSchema }]);
  const date = { type: "string", format: "date-time" };
  expect(schemas.output(list)).toEqual({ $ref: "#/components/schemas/Thing" });
  expect(schemas.components.Thing).toMatchObject({
    properties: { made_at: date, free_data: { additionalProperties: date } },
    required: ["made_at", "size_bytes", "free_data"],
  });
  expect(schemas.components.Thing).not.toHaveProperty("additionalProperties");
  expect(schemas.input(change).properties?.the_thing).toEqual({ $ref: "#/components/schemas/ThingInput" });
  expect(schemas.components.ThingInput).toMatchObject({
    required: ["made_at", "free_data"],
    additionalProperties: false,
  });
});

function operationOf(id: string): Operation {
  const found = operations.find(({ operation }) => operation.operationId === id);
  if (!found) throw new Error(`no operation ${id}`);
  return found.operation;
}

function resolve<T extends object>(value: T | Reference): T {
  return "$ref" in value ? (find(value.$ref) as T) : value;
}

function find(ref: string): unknown {
  return ref
    .slice(2)
    .split("/")
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
}
