import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { timeLimit } from "./scripts/time-limit.mjs";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };

/** Tests that open a database: the same promises hold on both engines. */
const databaseTests = ["{lib,e2e}/**/*.db.test.ts"];

/** Thousands of requests to every endpoint: about the contract, not about the engine. They run on PostgreSQL. */
const contractTests = "e2e/contract/**";

/**
 * Tests that mostly wait: for the processes that they start, kill and restart. `npm test` runs them beside the others, two at a
 * time, which would rest half of the time otherwise.
 */
const serverTests = ["e2e/*.test.ts", "e2e/{faults,ha,providers,security,support}/*.test.ts"];

/** What takes longest, longest first: begun at the end, one of these would run alone while the other workers rest. */
const slowFiles = [
  "e2e/faults/faults.test.ts",
  "e2e/ha/ha.test.ts",
  "e2e/rolling-upgrade.test.ts",
  "e2e/ha/ha.test.ts",
  "e2e/pgbouncer.test.ts",
  "e2e/failure-zoo/zoo.test.ts",
  "e2e/processes.test.ts",
  "e2e/admission.db.test.ts",
  "e2e/contract/callers.db.test.ts",
  "e2e/contract/access.db.test.ts",
  "e2e/contract/fuzz.db.test.ts",
  "e2e/dns-differential/dns-differential.test.ts",
  "e2e/renewals.test.ts",
  "e2e/two-workers.test.ts",
  "e2e/contract/refusals.db.test.ts",
  "e2e/security/production.test.ts",
  "e2e/webhook-workers.test.ts",
  "lib/connections/transition.db.test.ts",
  "lib/connections/main-path.db.test.ts",
  "lib/diagnosis/diagnosis.db.test.ts",
  "lib/platform/changes/changes.db.test.ts",
  "e2e/doctor.test.ts",
  "e2e/support/edge.test.ts",
];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = slowFiles.findIndex((file) => moduleId.endsWith(file));
      return index === -1 ? slowFiles.length : index;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

/** `expect.poll` waits for what happens beside the test. */
const poll = { timeout: timeLimit(20_000), interval: 50 };

const engine = (name: "pglite" | "postgres") => ({
  resolve: { alias },
  test: {
    name,
    include: databaseTests,
    exclude: name === "pglite" ? [contractTests] : [],
    env: { TEST_ENGINE: name },
    globalSetup: [`lib/runtime/testing/template-${name}.ts`],
    // Most of a file's time went into importing the same modules again. Each file opens a database of its own.
    isolate: false,
    testTimeout: timeLimit(180_000),
    hookTimeout: timeLimit(120_000),
    expect: { poll },
    setupFiles: ["lib/runtime/testing/fail-on-console-error.ts"],
  },
});

const unit = { isolate: false, testTimeout: timeLimit(60_000), hookTimeout: timeLimit(120_000), expect: { poll } };

/** Set by scripts/test.mjs: two stages run at once. */
const isServers = process.env.TEST_STAGE === "servers";

export default defineConfig({
  test: {
    // More workers that compute than cores only wait for each other: three on two cores took 20 % longer.
    maxWorkers: isServers ? 2 : Math.min(4, availableParallelism()),
    sequence: { sequencer: SlowestFirst },
    // A second run finds what the first one compiled.
    experimental: { fsModuleCache: true, ...(isServers ? { fsModuleCachePath: "node_modules/.vitest-servers" } : {}) },
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{lib,components,scripts,e2e,widget}/**/*.test.{ts,tsx,mjs}"],
          exclude: ["**/*.db.test.ts", ...serverTests],
          ...unit,
        },
      },
      { resolve: { alias }, test: { name: "servers", include: serverTests, exclude: ["**/*.db.test.ts"], ...unit } },
      engine("pglite"),
      engine("postgres"),
    ],
  },
});
