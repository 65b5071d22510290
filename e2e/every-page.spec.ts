import { mkdirSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type Api, sandboxKey } from "@/e2e/support/latchkey";
import { signIn } from "@/e2e/support/sign-in";
import { demoPeople } from "@/lib/sandbox/seed";

// Every page that a signed-in owner or a member of support staff can open, as a picture: small and large, light and
// dark, with the API well, broken and silent. The pictures are kept beside the reports.
const pictures = join(".artifacts", "pages");
const sizes = { small: { width: 390, height: 844 }, large: { width: 1280, height: 800 } } as const;

/** `live`: it goes on asking the API while it is open. `staff`: it is there for support staff only. */
type Place = { name: string; path: (ids: Ids) => string; live?: true; staff?: true };
type Ids = { tenant: string; connection: string; application: string; endpoint: string; delivery: string };

const places: readonly Place[] = [
  { name: "overview", live: true, path: () => "/" },
  { name: "connections", live: true, path: () => "/connections" },
  { name: "connections-none-found", path: () => "/connections?q=nothing-is-called-so" },
  { name: "connection", live: true, path: ({ connection }) => `/connections/${connection}` },
  { name: "connection-new", path: () => "/connections/new" },
  { name: "connection-import", path: () => "/connections/import" },
  { name: "applications", path: () => "/applications" },
  { name: "application", path: ({ application }) => `/applications/${application}` },
  { name: "webhooks", path: () => "/webhooks" },
  { name: "webhook-endpoint", path: ({ endpoint }) => `/webhooks/${endpoint}` },
  { name: "webhook-deliveries", live: true, path: () => "/webhooks/deliveries" },
  { name: "usage", live: true, path: () => "/usage" },
  { name: "team", path: () => "/team" },
  { name: "audit-log", path: () => "/audit-log" },
  { name: "settings", path: () => "/settings" },
  { name: "profile", live: true, path: () => "/settings/profile" },
  { name: "sandbox-zone", path: () => "/sandbox" },
  { name: "sandbox-mails", path: () => "/sandbox/mails" },
  { name: "unknown", path: () => "/no-such-page" },
  { name: "support", live: true, staff: true, path: () => "/support" },
  { name: "support-found", staff: true, path: ({ endpoint }) => `/support?q=${endpoint}` },
  { name: "support-queue", staff: true, path: () => "/support/queue/finding/txt-missing" },
  {
    name: "support-connection",
    live: true,
    staff: true,
    path: ({ connection }) => `/support/connections/${connection}`,
  },
  { name: "support-tenants", staff: true, path: () => "/support/tenants" },
  { name: "support-tenant", staff: true, path: ({ tenant }) => `/support/tenants/${tenant}` },
  { name: "support-health", live: true, staff: true, path: () => "/support/health" },
];

let ids: Ids;

test.beforeAll(async ({ playwright, browser }) => {
  mkdirSync(pictures, { recursive: true });
  const context = await playwright.request.newContext({ baseURL: process.env.E2E_BASE_URL ?? "" });
  const api: Api = async (method, path, body) => {
    const answer = await context.fetch(path, {
      method,
      headers: { authorization: `Bearer ${sandboxKey}` },
      ...(body === undefined ? {} : { data: body }),
    });
    return { status: answer.status(), body: await answer.json() };
  };
  const id = (answer: { body: unknown }) => (answer.body as { id: string }).id;
  const listed = (await api("GET", "/v1/applications")).body as { data: { id: string }[] };
  const application = listed.data[0]?.id ?? "";
  const name = `every-${Math.random().toString(36).slice(2, 8)}.page.test`;
  const endpoint = id(
    await api("POST", "/v1/webhook-endpoints", { url: "http://127.0.0.1:9/hook", description: name }),
  );
  const connection = id(await api("POST", "/v1/connections", { application_id: application, hostname: name }));
  const staff = await browser.newPage({ baseURL: process.env.E2E_BASE_URL });
  await signIn(staff, demoPeople.staff);
  const found = await (await staff.request.get(`/v1/support/connections/${connection}`)).json();
  await staff.close();
  ids = {
    tenant: found.tenant.id,
    application,
    connection,
    endpoint,
    delivery: id(await api("POST", `/v1/webhook-endpoints/${endpoint}:test`)),
  };
  await context.dispose();
});

for (const place of places) {
  test(`${place.name}: as a picture, and open to everyone`, async ({ page }) => {
    test.slow();
    for (const size of ["small", "large"] as const) {
      await page.setViewportSize(sizes[size]);
      await page.emulateMedia({ reducedMotion: "reduce" });
      await open(page, place);
      for (const theme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await page.screenshot({ path: join(pictures, `${place.name}-${size}-${theme}.png`), fullPage: true });
        expect(await violations(page), `${size}, ${theme}`).toEqual([]);
        expect(await overflow(page), "nothing is wider than the screen").toBeLessThanOrEqual(0);
      }
    }
  });
}

for (const place of places.filter(({ live }) => live)) {
  test(`${place.name}: stands while the API answers 500, while it is silent, and without a network`, async ({
    page,
    context,
  }) => {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    const envelope = { error: { code: "internal", message: "Something went wrong.", request_id: "test" } };
    await page.route("**/v1/**", (route) => route.fulfill({ status: 500, json: envelope }));
    await open(page, place);
    await page.unroute("**/v1/**");
    await page.route("**/v1/**", () => undefined);
    await open(page, place);
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await context.setOffline(true);
    await expect(page.getByText("You are offline.")).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByText("You are offline.")).toBeHidden();
    expect(faults).toEqual([]);
  });
}

async function open(page: Page, place: Place): Promise<void> {
  await signIn(page, place.staff ? demoPeople.staff : demoPeople.owner);
  await page.goto(place.path(ids));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("Something went wrong on this page");
}

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}

/** By how many pixels the document can be moved sideways. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
