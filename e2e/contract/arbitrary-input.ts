import fc from "fast-check";
import type { OpenApiDocument, Operation, Parameter } from "@/lib/api/openapi-document";
import type { JsonSchema } from "@/lib/api/wire-schemas";

export type FuzzedRequest = {
  path: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
};

/** Difficult values for any field: for parsers, PostgreSQL (NUL), regular expressions and templates. */
const unpleasant = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "😀",
  "null",
  "-1",
  "1e309",
  "../../etc/passwd",
  "' OR 1=1 --",
  "%00",
  "{{hostname}}",
  "xn--",
  "xn--a",
  "*.example.com",
  "a".repeat(300),
  `${"a.".repeat(126)}com`,
  "٣.example.com",
  "example.com.",
  "EXAMPLE.com",
  "http://169.254.169.254/",
  "__proto__",
  "2026-13-45T99:99:99Z",
];

/**
 * Requests for an operation, generated from the document: mostly valid, with ids of which about half exist, and sometimes
 * with a field that is missing, difficult, or of another type.
 */
export function arbitraryRequest(
  document: OpenApiDocument,
  operation: Operation,
  ids: readonly string[],
): fc.Arbitrary<FuzzedRequest> {
  const parameters = (operation.parameters ?? []).filter((item): item is Parameter => "in" in item);
  const those = (place: Parameter["in"]) => parameters.filter((parameter) => parameter.in === place);
  const of = (schema: JsonSchema) => arbitraryOf(document, schema, ids, 0);
  const query = those("query").map(({ name, schema }) => [name, fc.option(of(schema), { nil: undefined })] as const);
  const body = operation.requestBody?.content["application/json"].schema;
  return fc.record({
    path: fc.record(
      Object.fromEntries(
        those("path").map(({ name }) => [
          name,
          fc.oneof(
            { weight: 6, arbitrary: fc.constantFrom(...ids) },
            { weight: 1, arbitrary: fc.uuid() },
            { weight: 1, arbitrary: fc.constantFrom(...unpleasant.filter((text) => text !== "")) },
          ),
        ]),
      ),
    ),
    query: fc.oneof(
      { weight: 6, arbitrary: fc.record(Object.fromEntries(query)) },
      { weight: 1, arbitrary: fc.dictionary(fc.string({ maxLength: 8 }), fc.constantFrom(...unpleasant)) },
    ),
    body: body ? fc.oneof({ weight: 6, arbitrary: of(body) }, { weight: 1, arbitrary: anything }) : fc.constant({}),
  });
}

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...unpleasant),
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
);

const maxDepth = 6;

function arbitraryOf(
  document: OpenApiDocument,
  schema: JsonSchema,
  ids: readonly string[],
  depth: number,
): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: wellFormed(document, schema, ids, depth) },
    { weight: 1, arbitrary: anything },
  );
}

function wellFormed(
  document: OpenApiDocument,
  schema: JsonSchema,
  ids: readonly string[],
  depth: number,
): fc.Arbitrary<unknown> {
  const of = (inner: JsonSchema) => arbitraryOf(document, inner, ids, depth + 1);
  const isSchema = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null;
  if (depth > maxDepth) return fc.constant(null);
  if (schema.$ref) {
    const named = document.components.schemas[schema.$ref.split("/").at(-1) ?? ""];
    if (!named) throw new Error(`the document has no ${schema.$ref}`);
    return of(named);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(isSchema);
  if (choices.length > 0) return fc.oneof(...choices.map(of));
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return fc.oneof(fc.integer({ min: schema.minimum ?? -10, max: schema.maximum ?? 1_000 }), fc.integer());
    case "array": {
      const item = isSchema(schema.items) ? of(schema.items) : anything;
      return fc.array(item, { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 4, 4) });
    }
    case "object": {
      const required = new Set(schema.required ?? []);
      const fields = Object.entries(schema.properties ?? {}).filter(([, inner]) => isSchema(inner));
      return fc.record(Object.fromEntries(fields.map(([name, inner]) => [name, of(inner as JsonSchema)])), {
        requiredKeys: fields.map(([name]) => name).filter((name) => required.has(name)),
      });
    }
    default:
      return text(schema, ids);
  }
}

function text(schema: JsonSchema, ids: readonly string[]): fc.Arbitrary<string> {
  const label = fc.stringMatching(/^[a-z0-9]{1,12}$/);
  if (schema.format === "uuid") return fc.oneof(fc.constantFrom(...ids), fc.uuid());
  if (schema.format === "date-time") return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (schema.format === "uri") return label.map((name) => `https://${name}.example.com`);
  return fc.oneof(
    label.map((name) => `${name}.example.com`),
    label,
    label.map((name) => `https://${name}.example.net/path`),
    fc.string({ maxLength: Math.min(schema.maxLength ?? 60, 60) }),
  );
}
