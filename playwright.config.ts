import { defineConfig } from "@playwright/test";
import { getToolPath } from "@/e2e/support/tool-path";

const jsonOutput = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? ".artifacts/playwright.json";

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  // every-page.spec.ts looks at each page in both themes at both widths. PICTURES=all adds each room's own states.
  ...(process.env.PICTURES === "all"
    ? {}
    : { grepInvert: /pass axe and fit|passes axe and fits, (light|dark at 390)/ }),
  // Each file runs servers of its own: beside each other they would only wait for two cores.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  globalTimeout: 18 * 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: jsonOutput }]],
  outputDir: ".artifacts/playwright",
  globalSetup: "./e2e/support/global-setup.ts",
  use: {
    // Set by the global set-up before the workers read this file.
    baseURL: process.env.E2E_BASE_URL,
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    trace: "retain-on-failure",
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
