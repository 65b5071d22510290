import { setTimeout as sleep } from "node:timers/promises";
import type { Locator, Page } from "@playwright/test";
import { untilHydrated } from "@/e2e/support/until-hydrated";

/** How long a key takes, and how long somebody reads before the next step. */
export type Pace = { keyMs: number; readMs: number };

/** Somebody who types 200 keys a minute, and reads what a page says. */
export const human: Pace = { keyMs: 60, readMs: 1_000 };

/** To find out whether a task can be done at all. */
export const hurried: Pace = { keyMs: 0, readMs: 0 };

/** What somebody does at a browser and a terminal, counted. */
export type Person = {
  page: Page;
  /** The page where the task begins. */
  open(path: string): Promise<void>;
  /** A click; a tap on a phone. */
  click(target: Locator): Promise<void>;
  /** Into a field, which is clicked first unless it has the focus. */
  type(target: Locator, text: string): Promise<void>;
  press(key: string): Promise<void>;
  /** At a terminal: what is typed there, Enter included; and what it runs. */
  command<T>(typed: string, run: () => Promise<T>): Promise<T>;
  /** @param weight seconds that somebody needs at the human pace */
  read(weight: number): Promise<void>;
  /** A moment to report: "the records are in view". */
  reach(moment: string): void;
  counts(): Counts;
};

export type Counts = { clicks: number; keys: number; moments: readonly { moment: string; seconds: number }[] };

export function createPerson(page: Page, pace: Pace): Person {
  const startedAt = performance.now();
  const moments: { moment: string; seconds: number }[] = [];
  let clicks = 0;
  let keys = 0;
  const click = async (target: Locator) => {
    await target.waitFor();
    await whenReady(page);
    clicks += 1;
    await target.click();
  };
  return {
    page,
    async open(path) {
      await page.goto(path);
      await untilHydrated(page);
    },
    click,
    async type(target, text) {
      await target.waitFor();
      await whenReady(page);
      if (!(await target.evaluate((field) => field === document.activeElement))) await click(target);
      keys += text.length;
      if ((await target.inputValue()) !== "") {
        // What is prefilled is selected and replaced, with one shortcut.
        keys += 1;
        await page.keyboard.press("ControlOrMeta+A");
      }
      await page.keyboard.type(text, { delay: pace.keyMs });
    },
    async press(key) {
      await whenReady(page);
      keys += 1;
      await page.keyboard.press(key);
    },
    async command(typed, run) {
      keys += typed.length + 1;
      await sleep((typed.length + 1) * pace.keyMs);
      return run();
    },
    read: (weight) => sleep(weight * pace.readMs),
    reach: (moment) => void moments.push({ moment, seconds: (performance.now() - startedAt) / 1_000 }),
    counts: () => ({ clicks, keys, moments }),
  };
}

/** Nobody acts on a page before it is there; what is done before it is hydrated is lost. */
async function whenReady(page: Page): Promise<void> {
  // Once more where the page was left meanwhile.
  await untilHydrated(page).catch(() => untilHydrated(page));
}
