import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";
import { getToolPath } from "@/e2e/support/tool-path";
import { timeLimit } from "./scripts/time-limit.mjs";

const jsonOutput = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? ".artifacts/playwright.json";

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  // A worker is a browser, a sandbox and a Caddy: about 1 GB and one busy core.
  workers: Math.min(4, availableParallelism()),
  forbidOnly: Boolean(process.env.CI),
  // No limit of the whole: each of these only ends what hangs.
  timeout: timeLimit(180_000),
  expect: { timeout: timeLimit(20_000) },
  reporter: [["list"], ["json", { outputFile: jsonOutput }]],
  outputDir: ".artifacts/playwright",
  globalSetup: "./e2e/support/global-setup.ts",
  use: {
    actionTimeout: timeLimit(20_000),
    navigationTimeout: timeLimit(40_000),
    // Recording each step takes as long as the steps: `npm test -- e2e --trace=on` does when it is needed.
    trace: "off",
    screenshot: "only-on-failure",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: getToolPath("chromium"),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
