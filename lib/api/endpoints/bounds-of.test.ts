import { describe, expect, test } from "vitest";
import { z } from "zod";
import { boundsOf } from "@/lib/api/endpoints/bounds-of";
import { endpoints } from "@/lib/api/endpoints/registry";

type Json = {
  type?: string;
  anyOf?: Json[];
  properties?: Record<string, Json>;
  items?: Json;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
};

type Place = { path: (string | number)[]; min: number | undefined; max: number | undefined };

// The forms and the API document read the same limits in two ways.
describe.each(endpoints.filter(({ method }) => method === "POST" || method === "PATCH"))("$id", ({ input }) => {
  test("texts and lists have the limits that the API documents", () => {
    const places = placesOf(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as Json, []);
    expect(places.map(({ path }) => ({ path, ...boundsOf(input, ...path) }))).toEqual(places);
  });
});

test("bounds of numbers, and of what is optional, nullable, transformed or has a default", () => {
  const schema = z.strictObject({
    ttl: z.number().int().min(30).max(86_400).default(300),
    url: z
      .url()
      .max(2_048)
      .transform((value) => value)
      .nullable()
      .optional(),
    free: z.string(),
  });
  expect(boundsOf(schema, "ttl")).toEqual({ min: 30, max: 86_400 });
  expect(boundsOf(schema, "url").max).toBe(2_048);
  expect(boundsOf(schema, "free")).toEqual({ min: undefined, max: undefined });
});

test("an unknown field is an error, not a field without limits", () => {
  expect(() => boundsOf(z.strictObject({ name: z.string() }), "nmae")).toThrow("nmae");
});

function placesOf(json: Json, path: (string | number)[]): Place[] {
  const schema = json.anyOf?.find(({ type }) => type !== "null") ?? json;
  const { type, properties = {}, items } = schema;
  const inner = Object.entries(properties).flatMap(([name, property]) => placesOf(property, [...path, name]));
  if (type === "array") {
    return [{ path, min: schema.minItems, max: schema.maxItems }, ...(items ? placesOf(items, [...path, 0]) : [])];
  }
  return type === "string" ? [{ path, min: schema.minLength, max: schema.maxLength }] : inner;
}
