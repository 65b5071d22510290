import type { Page } from "@playwright/test";

/**
 * Waits until React has hydrated the whole page: earlier clicks and keys are lost, and how long it takes depends on
 * the machine. The hosted page, which has no React, says itself at which step its script is; that of a dead link has no script.
 */
export async function untilHydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const isHosted = document.querySelector("#flow") !== null;
    if (isHosted)
      return document.readyState === "complete" && (!document.querySelector("#start") || document.body.dataset.step);
    const controls = [...document.querySelectorAll("main, main :is(a, button, input, select, textarea)")];
    return controls.length > 0 && controls.every((node) => Object.keys(node).some((key) => key.startsWith("__react")));
  });
  // Effects, which listen for keys, run after hydration and before the browser is idle.
  // After a second at the latest: Chromium may leave idle callbacks waiting for as long as it has nothing to draw.
  await page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 1_000 })));
}
