import { defineConfig } from "@playwright/test";
import base from "../../../playwright.config";

/** `npm run pictures:widget`: no test, and without the app. */
export default defineConfig({
  ...base,
  testDir: ".",
  testMatch: "*.pictures.ts",
  workers: 1,
  timeout: 0,
  reporter: [["list"]],
  outputDir: "../../../.artifacts/playwright-widget",
  globalSetup: undefined,
});
