import { describe, expect, it } from "vitest";
import type { z } from "zod";
import * as forms from "@/lib/accounts/auth/schema";
import { createTenantSchema } from "@/lib/accounts/tenants/create-tenant";
import { isPublic } from "@/lib/api/endpoints/endpoint";
import { endpoints } from "@/lib/api/endpoints/registry";

// Every text that a caller sets refuses hidden characters, or is one of the kinds below. So a new field cannot forget it.
type Text = { name: string; schema: z.core.$ZodString };

/** Texts that may hold any character, with what becomes of them. */
const otherKinds: [RegExp, string][] = [
  [/\.(cursor|after)$/i, "parsed: only what we wrote ourselves is taken"],
  [/\.(password|currentPassword)$/, "hashed"],
  [/\.(hostname|domain)$/, "parsed by parseHostname, which takes host names only"],
  [/^(list|search|get|count|export)\w+\./i, "searches by it, and stores nothing"],
  [/\.(upstream|allowedOrigins\[\])$/, "parsed: the origin of a URL is stored"],
  [/\.upstreamHost$/, "parsed: the A-labels of a hostname are stored"],
  [/^createCredential\.(provider|zone)$|^testCredential\.zone$/, "looked up, or parsed as a hostname"],
  [/^createCredential\.fields\{\}$/, "encrypted, and sent to the provider: assertFields refuses hidden characters"],
  [/^createCheckout\.(success|cancel)Url$/, "a URL, passed on to the billing provider"],
  [/^(create|update)WebhookEndpoint\.url$/, "parsed and stored as a URL: checkOutboundUrl"],
  [
    /\.(recordTemplate|dnsRecords)\[\]\.(host|value)$/,
    "a DNS name or an address by assertRecordTemplates, or a TXT value",
  ],
  [/^(retry|discard)Job\.jobId$/, "parsed: the number of a job"],
];

const schemas: [string, z.core.$ZodType][] = [
  ...endpoints.filter((endpoint) => !isPublic(endpoint)).map(({ id, input }): [string, z.core.$ZodType] => [id, input]),
  ...Object.entries(forms).flatMap(([name, schema]): [string, z.core.$ZodType][] =>
    typeof schema === "object" ? [[name, schema]] : [],
  ),
  ["createTenant", createTenantSchema],
];
const texts = schemas.flatMap(([name, schema]) => textsOf(schema, name));

describe("each text of an input", () => {
  it("is found by the walk, inside lists, defaults and transforms too", () => {
    const names = texts.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        "createApplication.name",
        "createApplication.recordTemplate[].value",
        "createConnections.items[].hostname",
        "createWebhookEndpoint.description",
        "signUpSchema.companyName",
        "createSupportNote.text",
      ]),
    );
  });

  it.each(["\u202e", "\u2028", "\u200b", "\x1b", "\x85", "\ue000"])(
    "refuses %j, or is of a kind that we named",
    (mark) => {
      const open = texts.filter(({ schema }) => accepts(schema, mark)).map(({ name }) => name);
      expect(open.filter((name) => !otherKinds.some(([pattern]) => pattern.test(name)))).toEqual([]);
    },
  );

  it("needs none of the kinds that no field has any more", () => {
    const unused = otherKinds.filter(([pattern]) => !texts.some(({ name }) => pattern.test(name)));
    expect(unused).toEqual([]);
  });
});

/** Whether some text with the mark in it is taken. Short ones and long ones, as there are length limits. */
function accepts(schema: z.core.$ZodString, mark: string): boolean {
  const validate = schema["~standard"].validate;
  return [`a${mark}b`, `abc.${mark}.example`, `https://a.example/b${mark}c`, `abcdefghijklmn${mark}opqrst`].some(
    (text) => !("issues" in (validate(text) as object)) || !(validate(text) as { issues?: unknown }).issues,
  );
}

function textsOf(schema: z.core.$ZodType, name: string): Text[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "string":
      return [{ name, schema: schema as z.core.$ZodString }];
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
    case "catch":
    case "nonoptional":
      return textsOf(def.innerType, name);
    case "pipe":
      return [...textsOf(def.in, name), ...textsOf(def.out, name)];
    case "array":
      return textsOf(def.element, `${name}[]`);
    case "record":
      return [...textsOf(def.keyType, `${name}{key}`), ...textsOf(def.valueType, `${name}{}`)];
    case "union":
      return def.options.flatMap((option) => textsOf(option, name));
    case "object":
      return Object.entries(def.shape).flatMap(([key, inner]) => textsOf(inner, `${name}.${key}`));
    case "enum":
    case "literal":
    case "number":
    case "boolean":
    case "date":
    case "never":
    case "null":
    case "transform":
      return [];
    default:
      throw new Error(`${name} is a ${def.type}: say here whether texts can be in it`);
  }
}
