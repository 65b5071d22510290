import { test as base, expect, type Page } from "@playwright/test";
import { type Api, type Latchkey, sandboxKey, startLatchkey } from "@/e2e/support/latchkey";
import { signIn } from "@/e2e/support/sign-in";
import { untilHydrated } from "@/e2e/support/until-hydrated";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";
import { timeLimit } from "@/scripts/time-limit.mjs";

type StorageState = Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;
type Person = keyof typeof demoPeople;

export const noSession: StorageState = { cookies: [], origins: [] };

type TestFixtures = {
  /** The user who is signed in from the start: `test.use({ as: "owner" })`. */
  as: Person | "visitor";
  /** The API of the worker's sandbox, with its key. */
  api: Api;
};

type WorkerFixtures = {
  /** One sandbox per worker, so that workers share neither data nor rate limits. */
  sandbox: Latchkey;
  /** One sign-in per user and worker: sign-ins are rate-limited, and each takes a password hash. */
  sessions: Record<Person, StorageState>;
};

/** The `test` of every spec whose pages are a sandbox's; URLs are relative to it. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  as: ["visitor", { option: true }],
  api: ({ sandbox }, use) => use(sandbox.api(sandboxKey)),
  baseURL: ({ sandbox }, use) => use(sandbox.url),
  page: async ({ page }, use) => {
    const goto = page.goto.bind(page);
    page.goto = async (...destination) => {
      const response = await goto(...destination);
      await untilHydrated(page);
      return response;
    };
    const violations: string[] = [];
    page.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text())) violations.push(`${page.url()}: ${message.text()}`);
    });
    await use(page);
    expect(violations).toEqual([]);
  },
  storageState: ({ as, sessions }, use) => use(as === "visitor" ? noSession : sessions[as]),
  sandbox: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern
    async ({}, use) => {
      const latchkey = await startLatchkey({ mode: "sandbox" });
      await use(latchkey);
      await latchkey.stop();
    },
    { scope: "worker", timeout: timeLimit(120_000) },
  ],
  sessions: [
    async ({ playwright, sandbox }, use) => {
      const request = async (person: Person) => {
        const context = await playwright.request.newContext();
        await signIn(context, demoPeople[person], sandbox.url);
        const state = await context.storageState();
        await context.dispose();
        return state;
      };
      await use({ owner: await request("owner"), staff: await request("staff") });
    },
    { scope: "worker" },
  ],
});
