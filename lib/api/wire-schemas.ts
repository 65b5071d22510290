import { z } from "zod";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import { toSnake, toWire } from "@/lib/kernel/wire";

/** JSON Schema, draft 2020-12, of a value as it is on the wire. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

export type WireSchemas = {
  /** Of the names that `ref`s in the others use, `#/components/schemas/<name>`. */
  components: Record<string, JsonSchema>;
  /** What an endpoint takes, path, query and body together: an object, never a `$ref`. */
  input(endpoint: Endpoint): JsonSchema;
  /** The name of an endpoint's whole input among the components, if it has one. */
  inputName(endpoint: Endpoint): string | null;
  output(endpoint: Endpoint): JsonSchema;
};

type Io = "input" | "output";
type Names = Map<z.ZodType, string>;
type Definitions = Map<string, JsonSchema>;

const refPrefix = "#/components/schemas/";

/**
 * The wire schemas of all endpoints, from the zod schemas that validate. `rooms` are modules of shared schemas: what one
 * exports as `connectionSchema` is the component `Connection`, wherever it is used. Where a schema takes something else
 * than it gives (defaults, transforms), what it takes is `<name>Input`.
 */
export function wireSchemas(endpoints: readonly Endpoint[], rooms: readonly object[]): WireSchemas {
  const names = nameSchemas(endpoints, rooms);
  const outputs: Definitions = new Map();
  const inputs: Definitions = new Map();
  const outputOf = new Map(endpoints.map((one) => [one, convert(one.output, "output", names, outputs)]));
  const inputOf = new Map(endpoints.map((one) => [one, convert(one.input, "input", names, inputs)]));
  const split = differing(inputs, outputs);
  const rename = (name: string) => (split.has(name) ? `${name}Input` : name);
  const components = Object.fromEntries([
    ...[...outputs].map(([name, schema]) => [name, withRefs(schema, (ref) => ref)] as const),
    ...[...inputs].map(([name, schema]) => [rename(name), withRefs(schema, rename)] as const),
  ]);
  return {
    components,
    input(endpoint) {
      const schema = inputOf.get(endpoint) ?? {};
      return withRefs(inputs.get(refName(schema) ?? "") ?? schema, rename);
    },
    inputName(endpoint) {
      const name = refName(inputOf.get(endpoint) ?? {});
      return name === null ? null : rename(name);
    },
    output: (endpoint) => withRefs(outputOf.get(endpoint) ?? {}, (ref) => ref),
  };
}

/** One schema by itself, with nothing shared. */
export function wireSchema(schema: z.ZodType): JsonSchema {
  return convert(schema, "output", new Map(), new Map());
}

/** `connectionSchema` is Connection; a page of it is ConnectionPage. */
function nameSchemas(endpoints: readonly Endpoint[], rooms: readonly object[]): Names {
  const names: Names = new Map();
  for (const [exported, schema] of rooms.flatMap((room) => Object.entries(room))) {
    const stem = /^(\w+)Schema$/.exec(exported)?.[1];
    if (stem && schema instanceof z.ZodType) names.set(schema, `${stem.charAt(0).toUpperCase()}${stem.slice(1)}`);
  }
  for (const { output } of endpoints) {
    if (names.has(output) || !(output instanceof z.ZodObject) || !("nextCursor" in output.shape)) continue;
    const { data } = output.shape as Record<string, unknown>;
    const item = data instanceof z.ZodArray ? names.get(data.element as z.ZodType) : undefined;
    if (item) names.set(output, `${item}Page`);
  }
  return names;
}

function convert(schema: z.ZodType, io: Io, names: Names, definitions: Definitions): JsonSchema {
  const registry = z.registry<{ id?: string }>();
  for (const [named, id] of names) registry.add(named, { id });
  // Inside an object, so that a schema with a name becomes a reference here too.
  const json = z.toJSONSchema(z.object({ root: schema }), {
    io,
    metadata: registry,
    unrepresentable: "any",
    override: (at) => adapt(at.zodSchema, at.jsonSchema, io),
  });
  for (const [name, definition] of Object.entries(json.$defs ?? {})) {
    const known = definitions.get(name);
    const found = snakeCased(definition as JsonSchema);
    if (known && JSON.stringify(known) !== JSON.stringify(found)) throw new Error(`two schemas are called ${name}`);
    definitions.set(name, found);
  }
  return snakeCased(json.properties?.root as JsonSchema);
}

function adapt(schema: z.core.$ZodType, json: JsonSchema, io: Io): void {
  if (schema._zod.def.type === "date") Object.assign(json, { type: "string", format: "date-time" });
  const description = z.globalRegistry.get(schema)?.description;
  if (description) json.description = description;
  // The format says as much.
  if (json.format === "uuid") delete json.pattern;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  // Answers may gain fields within a version.
  if (io === "output" && json.additionalProperties === false) delete json.additionalProperties;
}

/** Names of properties as the wire has them; the keys of free records are data and stay as they are. */
function snakeCased(schema: JsonSchema): JsonSchema {
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inner);
    return typeof value === "object" && value !== null ? snakeCased(value as JsonSchema) : value;
  };
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (keyword === "required") return [keyword, (value as string[]).map(toSnake)];
    if (keyword === "default") return [keyword, toWire(value)];
    if (keyword === "properties") {
      return [keyword, Object.fromEntries(Object.entries(value as object).map(([k, v]) => [toSnake(k), inner(v)]))];
    }
    return [keyword, keyword === "enum" || keyword === "const" ? value : inner(value)];
  });
  return Object.fromEntries(entries);
}

/** The names that mean one thing in inputs and another in outputs, by themselves or by what they refer to. */
function differing(inputs: Definitions, outputs: Definitions): Set<string> {
  const split = new Set<string>();
  for (let before = -1; before < split.size; ) {
    before = split.size;
    for (const [name, schema] of inputs) {
      const other = outputs.get(name);
      if (!other) continue;
      const differs = JSON.stringify(other) !== JSON.stringify(schema);
      if (differs || refsOf(schema).some((ref) => split.has(ref))) split.add(name);
    }
  }
  return split;
}

function refsOf(schema: JsonSchema): string[] {
  return [...JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name ?? "");
}

function refName(schema: JsonSchema): string | null {
  return schema.$ref?.replace("#/$defs/", "") ?? null;
}

function withRefs(schema: JsonSchema, rename: (name: string) => string): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === "$ref" && typeof value === "string" ? `${refPrefix}${rename(value.replace("#/$defs/", ""))}` : value,
  );
}
