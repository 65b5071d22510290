import type { z } from "zod";
import { boundsOf } from "@/lib/api/endpoints/bounds-of";
import { type Endpoint, pathParameters } from "@/lib/api/endpoints/endpoint";
import { endpoints } from "@/lib/api/endpoints/registry";
import { toSnake } from "@/lib/kernel/wire";

/**
 * The files of lib/api/calls by name: what a browser needs to call an endpoint. One each, because a file comes into a page's script
 * as a whole.
 */
export function callFiles(): Record<string, string> {
  return Object.fromEntries(endpoints.map((endpoint) => [`${toKebab(endpoint.id)}.ts`, fileOf(endpoint)]));
}

function fileOf(endpoint: Endpoint): string {
  return `// Written by \`npm run calls\`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";
${callOf(endpoint)}`;
}

function toKebab(id: string): string {
  return toSnake(id).replaceAll("_", "-");
}

function callOf(endpoint: Endpoint): string {
  const { id, tag, method, path } = endpoint;
  const max = limitsOf(endpoint);
  const fields = Object.entries({ id, tag, method, path }).map(
    ([name, value]) => `  ${name}: ${JSON.stringify(value)},`,
  );
  const limits = Object.entries(max).map(
    ([name, value]) => `    ${name.includes(".") ? `"${name}"` : name}: ${value},\n`,
  );
  if (limits.length > 0) fields.push(`  max: {\n${limits.join("")}  },`);
  return `\nexport const ${id}Call: Call<"${id}"> = {\n${fields.join("\n")}\n};\n`;
}

/** Of what people type: neither of paths nor of cursors. */
function limitsOf(endpoint: Endpoint): Record<string, number> {
  const inPath = pathParameters(endpoint);
  const limits: Record<string, number> = {};
  for (const name of fieldsOf(endpoint.input)) {
    if (inPath.includes(toSnake(name)) || name === "cursor" || name === "limit") continue;
    const { max } = boundsOf(endpoint.input, name);
    if (max === undefined) continue;
    limits[name] = max;
    const ofItems = itemLimit(endpoint.input, name);
    if (ofItems !== undefined) limits[`${name}.0`] = ofItems;
  }
  return limits;
}

function itemLimit(schema: z.ZodType, name: string): number | undefined {
  try {
    return boundsOf(schema, name, 0).max;
  } catch {
    // It is a text, not a list.
    return undefined;
  }
}

function fieldsOf(schema: z.core.$ZodType): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "pipe") return fieldsOf(def.in);
  return def.type === "object" ? Object.keys(def.shape) : [];
}
