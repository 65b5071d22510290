import Ajv from "ajv/dist/2020";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arbitraryRequest } from "@/e2e/contract/arbitrary-input";
import { callEndpoint } from "@/e2e/contract/call-endpoint";
import { contractMailer, createFixture } from "@/e2e/contract/fixture";
import { openApiDocument } from "@/lib/api/openapi";
import type { HttpMethod } from "@/lib/api/openapi-document";
import { endpoints } from "@/lib/api/registry";
import { createWorld } from "@/lib/testing/context";
import { openTestDatabase } from "@/lib/testing/database";
import { installTestRuntime } from "@/lib/testing/runtime";

// Thousands of requests that the document's own schemas suggest: nothing is our fault, and every answer is as promised.
const runs = Number(process.env.FUZZ_RUNS ?? 60);
/** The same requests in every run of the suite; set FUZZ_SEED and FUZZ_RUNS to look further. */
const seed = Number(process.env.FUZZ_SEED ?? 20_261_123);

const document = openApiDocument(endpoints);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, "api");

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let sent = 0;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  console.info(`${sent} requests`);
  await database.close();
});

describe.each(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  "%s",
  (_name, endpoint) => {
    it("answers whatever comes as the document says", { timeout: 120_000 }, async () => {
      const { service } = createWorld(database);
      installTestRuntime({
        ...service,
        mailer: contractMailer,
        outbound: {
          send: async () => ({ kind: "failed", reason: "connect", message: "no network here", durationMs: 1 }),
          close: async () => undefined,
        },
      });
      const fixture = await createFixture(service);
      const operation = document.paths[endpoint.path]?.[endpoint.method.toLowerCase() as HttpMethod];
      if (!operation) throw new Error("the document lacks this endpoint");
      const request = arbitraryRequest(document, operation, [...fixture.ids.values()]);
      const property = fc.asyncProperty(request, async ({ path, query, body }) => {
        sent += 1;
        const answer = await callEndpoint(
          endpoint,
          { ...query, ...path },
          { ...fixture.callerOf(endpoint), text: JSON.stringify(body) },
        );
        const told = `${answer.status} ${JSON.stringify(answer.json)}`;
        expect(Object.keys(operation.responses), told).toContain(String(answer.status));
        expect(["internal", "unavailable"], told).not.toContain(answer.json?.error?.code);
        expect(problemsOf(endpoint.path, endpoint.method, answer), told).toEqual([]);
      });
      await fc.assert(property, { numRuns: runs, seed, endOnFailure: true });
    });
  },
);

/** Where the answer is not what the document promises for its status. */
function problemsOf(path: string, method: string, answer: { status: number; json: unknown }): string[] {
  const pointer = `api#/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1")}/${method.toLowerCase()}`;
  const response = document.paths[path]?.[method.toLowerCase() as HttpMethod]?.responses[answer.status];
  const where = response && "$ref" in response ? `api${response.$ref}` : `${pointer}/responses/${answer.status}`;
  const validate = ajv.compile({ $ref: encodeURI(`${where}/content/application~1json/schema`) });
  return validate(answer.json) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
