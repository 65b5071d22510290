import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { document, operationOf } from "@/e2e/contract/answer-problems";
import { callEndpoint, exampleInput } from "@/e2e/contract/call-endpoint";
import { contractMailer, createFixture, type Fixture } from "@/e2e/contract/fixture";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import { endpoints } from "@/lib/api/endpoints/registry";
import type { Parameter } from "@/lib/api/openapi-document";
import { createWorld } from "@/lib/runtime/testing/context";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

// Made-up cursors, to every list in every order: a page, or `invalid` for the cursor.
const seed = Number(process.env.FUZZ_SEED ?? 20_261_128);
const runs = Number(process.env.FUZZ_RUNS ?? 40);

const database = setUpDatabase();
let fixture: Fixture;

beforeAll(async () => {
  const { service } = createWorld(database);
  installTestRuntime({ ...service, mailer: contractMailer });
  fixture = await createFixture(service);
});

type List = { endpoint: Endpoint; name: "cursor" | "after"; order: Record<string, string> };

const lists: List[] = endpoints.flatMap((endpoint) => {
  const parameters = (operationOf(endpoint).parameters ?? []).filter((item): item is Parameter => "in" in item);
  const name = (["cursor", "after"] as const).find((known) => parameters.some((one) => one.name === known));
  if (!name) return [];
  const valuesOf = (wanted: string) => parameters.find((one) => one.name === wanted)?.schema.enum ?? [undefined];
  return valuesOf("sort").flatMap((sort) =>
    valuesOf("order").map((order) => ({
      endpoint,
      name,
      order: Object.fromEntries(Object.entries({ sort, order }).filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >,
    })),
  );
});

const uuid = fc.oneof(fc.uuid(), fc.constantFrom("ffffffff-ffff-ffff-ffff-ffffffffffff", "", "0", "%00"));
const time = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom(
    "+275760-09-13T00:00:00.000Z",
    "-271821-04-20T00:00:00.000Z",
    "0000-01-01T00:00:00.000Z",
    "0001-01-01T00:00:00.000Z",
    "infinity",
    "now",
  ),
);
const number = fc.oneof(
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.constantFrom("0", "00", "-1", "1e9", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808"),
);
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("\u0000", "a\u0000b", "\ud800", "free", "constructor", "__proto__", "*"),
);

/** What a cursor may hold: alone, in a list with its order, or joined. */
function arbitraryCursor({ sort = "created_at", order = "asc" }: Record<string, string>): fc.Arbitrary<string> {
  const value = fc.oneof(uuid, time, number, text);
  const key = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(value, uuid).map(([at, id]) => JSON.stringify([sort, order, at, id])) },
    fc.tuple(time, uuid).map((parts) => parts.join(" ")),
    fc.tuple(text, number, text).map((parts) => parts.join(".")),
    value,
    fc.json({ maxDepth: 2 }),
  );
  return fc.oneof(
    { weight: 9, arbitrary: key.map((inner) => Buffer.from(inner, "utf8").toString("base64url")) },
    { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
  );
}

it("finds every list of the document", () => {
  const named = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const withCursor = named.filter((operation) => JSON.stringify(operation.parameters ?? []).includes('"cursor"'));
  expect(new Set(lists.map(({ endpoint }) => endpoint.id)).size).toBe(withCursor.length + 1);
});

describe.each(lists.map((list) => [`${list.endpoint.path} ${Object.values(list.order).join(" ")}`, list] as const))(
  "%s",
  (_, { endpoint, name, order }) => {
    it("returns a page or refuses the cursor", async () => {
      const input = { ...exampleInput(endpoint, fixture.ids), ...order };
      const property = fc.asyncProperty(arbitraryCursor(order), async (cursor) => {
        const answer = await callEndpoint(endpoint, { ...input, [name]: cursor }, fixture.callerOf(endpoint));
        const error = answer.json?.error;
        const summary = `${JSON.stringify(cursor)}: ${answer.status} ${JSON.stringify(error)}`;
        expect(answer.status === 200 || (error?.code === "invalid" && error.param === name), summary).toBe(true);
      });
      const id = [...fixture.ids.values()][0] ?? "";
      const years = ["+275760-09-13", "-271821-04-20", "0000-01-01"].map((day) => `${day}T00:00:00.000Z`);
      const keys = years.flatMap((at) => [JSON.stringify([order.sort, order.order, at, id]), `${at} ${id}`]);
      const examples = keys.map((key): [string] => [Buffer.from(key).toString("base64url")]);
      await fc.assert(property, { numRuns: runs, seed, endOnFailure: true, examples });
    });
  },
);
