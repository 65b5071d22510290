import { defineConfig } from "@playwright/test";
import base from "../../playwright.config";

/** `npm run pictures`: no test, so it is not among those of `npm test`. */
export default defineConfig({
  ...base,
  testDir: ".",
  testMatch: "*.pictures.ts",
  workers: 1,
  timeout: 0,
  reporter: [["list"]],
  outputDir: "../../.artifacts/playwright-pictures",
  globalSetup: "../support/global-setup.ts",
});
