import { test as base } from "@playwright/test";
import { startViewPage, type ViewPage } from "@/e2e/widget/view-page";

/** A page of the browser that shows the view's examples, once for each worker and opened for each test. */
export const test = base.extend<{ view: string }, { server: ViewPage }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const server = await startViewPage();
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  view: async ({ page, server }, use) => {
    await page.goto(server.url);
    await page.waitForFunction(() => window.names !== undefined);
    await use(server.url);
  },
});
