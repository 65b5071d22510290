import { expect, it } from "vitest";
import { z } from "zod";
import { endpoints } from "@/lib/api/endpoints/registry";
import { readDates } from "@/lib/api/read-dates";
import { fromWire, toWire } from "@/lib/kernel/wire";

const instant = "2026-11-29T07:30:00.000Z";

/** Texts with the name of a time that are days, such as `2026-11-29`: of the catalogue of DNS providers. */
const days = [/\bform\.checkedAt$/, /\bcredential\.checkedAt$/, /\bautoWrite\.checkedAt$/];

it.each(endpoints)("reads the example of $id as its schema does", ({ example, output }) => {
  const answer = fromWire(JSON.parse(JSON.stringify(toWire(example.output))));
  expect(readDates(answer)).toEqual(output.parse(answer));
});

it.each(endpoints)("finds every time in a response of $id, and takes no other text for one", ({ output }) => {
  const { times, texts } = placesOf(output);
  for (const path of times) expect(readAt(path), `${path.join(".")} is a time`).toBeInstanceOf(Date);
  for (const { path, schema } of texts)
    if (z.safeParse(schema, instant).success && !days.some((day) => day.test(path.join("."))))
      expect(readAt(path), `${path.join(".")} is a text`).toBe(instant);
});

it("leaves what the API does not define as it is", () => {
  for (const name of ["metadata", "fields", "details", "payload", "parts", "data"])
    expect(readDates({ [name]: { createdAt: instant } })).toEqual({ [name]: { createdAt: instant } });
});

it("leaves a day, and a text that only looks like a time", () => {
  for (const checkedAt of ["2026-11-29", "2026-11-29T07:30", `${instant} `, ""])
    expect(readDates({ checkedAt })).toEqual({ checkedAt });
});

type Places = { times: string[][]; texts: { path: string[]; schema: z.core.$ZodType }[] };

/** Reads a response that has only this place: `0` is an item of a list, `*` a field with a name that the schema leaves open. */
function readAt(path: readonly string[]): unknown {
  const answer = path.reduceRight<unknown>((inner, name) => (name === "0" ? [inner] : { [name]: inner }), instant);
  return path.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], readDates(answer));
}

function placesOf(schema: z.core.$ZodType, path: string[] = [], above: readonly z.core.$ZodType[] = []): Places {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const none: Places = { times: [], texts: [] };
  // What contains itself is the same further down.
  if (above.includes(schema)) return none;
  const inside = (inner: z.core.$ZodType, ...names: string[]) =>
    placesOf(inner, [...path, ...names], [...above, schema]);
  const all = (places: readonly Places[]): Places => ({
    times: places.flatMap(({ times }) => times),
    texts: places.flatMap(({ texts }) => texts),
  });
  switch (def.type) {
    case "pipe":
      if ((def.out as z.core.$ZodTypes)._zod.def.type !== "date") throw new Error(`${path.join(".")} is transformed`);
      return { times: [path], texts: [] };
    case "string":
      return { times: [], texts: [{ path, schema }] };
    case "unknown":
      // Where a text is whatever somebody has sent, it may be a time as well.
      return { times: [], texts: [{ path, schema }] };
    case "optional":
    case "nullable":
    case "default":
    case "readonly":
      return inside(def.innerType);
    case "object":
      return all(Object.entries(def.shape).map(([name, inner]) => inside(inner, name)));
    case "array":
      return inside(def.element, "0");
    case "record":
      // Any name, also one that is a time elsewhere.
      return all([inside(def.valueType, "createdAt"), inside(def.valueType, "at")]);
    case "union":
      return all(def.options.map((option) => inside(option)));
    case "lazy":
      return inside(def.getter());
    case "boolean":
    case "number":
    case "enum":
    case "literal":
    case "null":
      return none;
    default:
      throw new Error(`${path.join(".")} is a ${def.type}: say here whether times can be in it`);
  }
}
