import { z } from "zod";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import { toSnake, toWire } from "@/lib/kernel/wire";

/** JSON Schema, draft 2020-12, of a value as it is on the wire. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

export type WireSchemas = {
  /** By the names that `$ref`s use: `#/components/schemas/<name>`. */
  components: Record<string, JsonSchema>;
  /** Path, query and body of an endpoint together: an object, never a `$ref`. */
  input(endpoint: Endpoint): JsonSchema;
  /** The component that is an endpoint's whole input, if one is. */
  inputName(endpoint: Endpoint): string | null;
  output(endpoint: Endpoint): JsonSchema;
};

type Io = "input" | "output";
type Names = z.core.$ZodRegistry<{ id?: string }>;
type Definitions = Record<string, JsonSchema>;

/**
 * The wire schemas of all endpoints, from the zod schemas that validate. `modules` hold shared schemas: what one exports
 * as `connectionSchema` is the component `Connection`, wherever it is used. Where the input form of a schema differs from
 * its output (defaults, transforms), the input is `<name>Input`.
 */
export function wireSchemas(endpoints: readonly Endpoint[], modules: readonly object[]): WireSchemas {
  const names = nameSchemas(endpoints, modules);
  const outputs = convert(
    endpoints.map(({ output }) => output),
    "output",
    names,
  );
  const inputs = convert(
    endpoints.map(({ input }) => input),
    "input",
    names,
  );
  const split = differing(inputs.definitions, outputs.definitions);
  const toInput = (name: string) => (split.has(name) ? `${name}Input` : name);
  const toOutput = (name: string) => name;
  const rootOf = ({ roots }: typeof inputs, endpoint: Endpoint) => roots[endpoints.indexOf(endpoint)] ?? {};
  const components = Object.fromEntries([
    ...Object.entries(outputs.definitions).map(([name, schema]) => [name, withRefs(schema, toOutput)] as const),
    ...Object.entries(inputs.definitions).map(([name, schema]) => [toInput(name), withRefs(schema, toInput)] as const),
  ]);
  return {
    components,
    input(endpoint) {
      const root = rootOf(inputs, endpoint);
      return withRefs(inputs.definitions[refName(root) ?? ""] ?? root, toInput);
    },
    inputName(endpoint) {
      const name = refName(rootOf(inputs, endpoint));
      return name === null ? null : toInput(name);
    },
    output: (endpoint) => withRefs(rootOf(outputs, endpoint), toOutput),
  };
}

/** One schema alone, with nothing shared. */
export function wireSchema(schema: z.ZodType): JsonSchema {
  return convert([schema], "output", z.registry()).roots[0] ?? {};
}

/** `connectionSchema` is Connection; a page of it is ConnectionPage. */
function nameSchemas(endpoints: readonly Endpoint[], modules: readonly object[]): Names {
  const names: Names = z.registry();
  for (const [exported, schema] of modules.flatMap((module) => Object.entries(module))) {
    const stem = /^(\w+)Schema$/.exec(exported)?.[1];
    if (stem && schema instanceof z.ZodType)
      names.add(schema, { id: `${stem.charAt(0).toUpperCase()}${stem.slice(1)}` });
  }
  for (const { output } of endpoints) {
    if (names.has(output) || !(output instanceof z.ZodObject) || !("nextCursor" in output.shape)) continue;
    const { data } = output.shape as Record<string, unknown>;
    const item = data instanceof z.ZodArray ? names.get(data.element as z.ZodType)?.id : undefined;
    if (item) names.add(output, { id: `${item}Page` });
  }
  return names;
}

/** Converts the schemas as items of a tuple, so that one with a name becomes a `$ref` even at the top. */
function convert(schemas: z.ZodType[], io: Io, names: Names): { roots: JsonSchema[]; definitions: Definitions } {
  const json = z.toJSONSchema(z.tuple(schemas as [z.ZodType]), {
    io,
    metadata: names,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => adapt(zodSchema, jsonSchema, io),
  });
  return { roots: (json.prefixItems ?? []) as JsonSchema[], definitions: (json.$defs ?? {}) as Definitions };
}

/** Adapts one node of zod's JSON Schema. zod may call this more than once for a node. */
function adapt(schema: z.core.$ZodType, json: JsonSchema, io: Io): void {
  if (schema._zod.def.type === "date") Object.assign(json, { type: "string", format: "date-time" });
  const description = z.globalRegistry.get(schema)?.description;
  if (description) json.description = description;
  // The format already says it.
  if (json.format === "uuid") delete json.pattern;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  // Responses may gain fields within a version.
  if (io === "output" && json.additionalProperties === false) delete json.additionalProperties;
  // Field names become snake_case. Keys of records are data and stay as they are.
  if (json.properties) {
    json.properties = Object.fromEntries(
      Object.entries(json.properties).map(([name, field]) => [toSnake(name), field]),
    );
  }
  if (json.required) json.required = json.required.map(toSnake);
  if (json.default !== undefined) json.default = toWire(json.default) as JsonSchema["default"];
}

/** The names whose input form differs from the output form, in itself or in what it refers to. */
function differing(inputs: Definitions, outputs: Definitions): Set<string> {
  const split = new Set<string>();
  for (let before = -1; before < split.size; ) {
    before = split.size;
    for (const [name, schema] of Object.entries(inputs)) {
      const other = outputs[name];
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
    key === "$ref" && typeof value === "string"
      ? `#/components/schemas/${rename(value.replace("#/$defs/", ""))}`
      : value,
  );
}
