import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };

/** Tests that open a database: the same promises hold on both engines. */
const databaseTests = ["{lib,e2e}/**/*.db.test.ts"];

/** Thousands of requests to every endpoint: about the contract, not about the engine. They run on PostgreSQL. */
const contractTests = "e2e/contract/**";

const engine = (name: "pglite" | "postgres") => ({
  resolve: { alias },
  test: {
    name,
    include: databaseTests,
    exclude: name === "pglite" ? [contractTests] : [],
    env: { TEST_ENGINE: name },
    globalSetup: [`lib/testing/template-${name}.ts`],
    // Most of a file's time went into importing the same modules again. Each file opens a database of its own.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    setupFiles: ["lib/testing/fail-on-console-error.ts"],
  },
});

export default defineConfig({
  test: {
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{lib,components,scripts,e2e}/**/*.test.{ts,tsx,mjs}"],
          exclude: ["**/*.db.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      engine("pglite"),
      engine("postgres"),
    ],
  },
});
