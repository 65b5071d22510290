import type { z } from "zod";

export type Bounds = {
  /** Characters of a text, items of a list, or the value of a number. */
  min: number | undefined;
  max: number | undefined;
};

/** The bounds of a schema at a path, for example `boundsOf(schema, "recordTemplate", 0, "ttl")`. Does not load zod. */
export function boundsOf(schema: z.core.$ZodType, ...path: readonly (string | number)[]): Bounds {
  const { def } = schemaAt(schema, path)._zod;
  const bounds: Bounds = { min: undefined, max: undefined };
  for (const check of "checks" in def ? (def.checks ?? []) : []) {
    const rule = check._zod.def as z.core.$ZodCheckDef & { minimum?: number; maximum?: number; value?: number };
    if (rule.check === "min_length") bounds.min = rule.minimum;
    if (rule.check === "max_length") bounds.max = rule.maximum;
    if (rule.check === "greater_than") bounds.min = rule.value;
    if (rule.check === "less_than") bounds.max = rule.value;
  }
  return bounds;
}

function schemaAt(schema: z.core.$ZodType, path: readonly (string | number)[]): z.core.$ZodTypes {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
      return schemaAt(def.innerType, path);
    case "pipe":
      return schemaAt(def.in, path);
  }
  const [name, ...rest] = path;
  if (name === undefined) return schema as z.core.$ZodTypes;
  const inner = def.type === "array" ? def.element : def.type === "object" ? def.shape[name] : undefined;
  if (inner === undefined) throw new Error(`The schema has no “${name}”.`);
  return schemaAt(inner, rest);
}
