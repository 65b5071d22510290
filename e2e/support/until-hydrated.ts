import type { Page } from "@playwright/test";

/**
 * Waits until React has hydrated the whole page: earlier clicks and keys are lost, and how long it takes depends on
 * the machine.
 */
export async function untilHydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const controls = [...document.querySelectorAll("main, main :is(a, button, input, select, textarea)")];
    return controls.length > 0 && controls.every((node) => Object.keys(node).some((key) => key.startsWith("__react")));
  });
  // Effects, which listen for keys, run after hydration and before the browser is idle.
  await page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => resolve())));
}
