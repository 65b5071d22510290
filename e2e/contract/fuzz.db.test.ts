import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { document, operationOf, problemsOf } from "@/e2e/contract/answer-problems";
import { arbitraryRequest } from "@/e2e/contract/arbitrary-input";
import { callEndpoint } from "@/e2e/contract/call-endpoint";
import { contractAccounts, contractMailer, createFixture } from "@/e2e/contract/fixture";
import { endpoints } from "@/lib/api/endpoints/registry";
import { createWorld } from "@/lib/runtime/testing/context";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

// Thousands of requests generated from the document's schemas: no server errors, and every response matches the document.
const runs = Number(process.env.FUZZ_RUNS ?? 60);
/** The same requests in every run of the suite; set FUZZ_SEED and FUZZ_RUNS for more. */
const seed = Number(process.env.FUZZ_SEED ?? 20_261_123);

const database = setUpDatabase();
let sent = 0;

afterAll(() => console.info(`${sent} requests`));

describe.each(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  "%s",
  (_name, endpoint) => {
    it("responds to any input as the document says", async () => {
      const { service } = createWorld(database);
      installTestRuntime({
        ...service,
        mailer: contractMailer,
        zoneWriters: contractAccounts().zoneWriters,
        outbound: {
          send: async () => ({ kind: "failed", reason: "connect", message: "no network here", durationMs: 1 }),
          close: async () => undefined,
        },
      });
      const fixture = await createFixture(service);
      const request = arbitraryRequest(document, operationOf(endpoint), [...fixture.ids.values()]);
      const property = fc.asyncProperty(request, async ({ path, query, body }) => {
        sent += 1;
        const answer = await callEndpoint(
          endpoint,
          { ...query, ...path },
          { ...fixture.callerOf(endpoint), text: JSON.stringify(body) },
        );
        const summary = `${answer.status} ${JSON.stringify(answer.json)}`;
        expect(["internal", "unavailable"], summary).not.toContain(answer.json?.error?.code);
        expect(problemsOf(endpoint, answer), summary).toEqual([]);
      });
      await fc.assert(property, { numRuns: runs, seed, endOnFailure: true });
    });
  },
);
