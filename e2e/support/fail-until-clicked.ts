import type { Page, Route } from "@playwright/test";

declare global {
  interface Window {
    clickedSinceFault?: boolean;
  }
}

/**
 * Answers requests for `url` with `answer` until the page is clicked. Pages also retry automatically, which fails until
 * then, so that a test can press "Try again" without a race.
 */
export async function failUntilClicked(
  page: Page,
  url: string | RegExp,
  answer: Parameters<Route["fulfill"]>[0],
): Promise<void> {
  await page.evaluate(() => {
    window.clickedSinceFault = false;
    window.addEventListener("click", () => Object.assign(window, { clickedSinceFault: true }), { capture: true });
  });
  await page.route(url, async (route) => {
    if (await page.evaluate(() => window.clickedSinceFault)) await route.fallback();
    else await route.fulfill(answer);
  });
}
