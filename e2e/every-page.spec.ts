import { expect, type Page } from "@playwright/test";
import { expectViews } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";
import { sandboxKey } from "@/e2e/support/latchkey";
import { demoApplication } from "@/e2e/support/wire";

// Screenshots of every page of an owner, support staff and a visitor: small and large, light and dark; and each page while
// the API works, fails and hangs.
test.describe.configure({ mode: "parallel" });

type Place = {
  name: string;
  path: (ids: Ids) => string;
  /** It polls the API while it is open. */
  live?: true;
  /** Who opens it; default: an owner. */
  by?: "staff" | "visitor";
};
type Ids = Record<"tenant" | "connection" | "application" | "endpoint" | "delivery" | "share", string>;

const places: readonly Place[] = [
  { name: "overview", live: true, path: () => "/" },
  { name: "connections", live: true, path: () => "/connections" },
  { name: "connections-none-found", path: () => "/connections?q=nothing-is-called-so" },
  { name: "connection", live: true, path: ({ connection }) => `/connections/${connection}` },
  { name: "connection-email", live: true, path: ({ connection }) => `/connections/${connection}/email` },
  { name: "connection-new", path: () => "/connections/new" },
  { name: "connection-import", path: () => "/connections/import" },
  { name: "applications", path: () => "/applications" },
  { name: "application", path: ({ application }) => `/applications/${application}` },
  { name: "application-keys", path: ({ application }) => `/applications/${application}/keys` },
  { name: "application-credentials", path: ({ application }) => `/applications/${application}/credentials` },
  { name: "application-credentials-new", path: ({ application }) => `/applications/${application}/credentials/new` },
  { name: "application-domain-connect", path: ({ application }) => `/applications/${application}/domain-connect` },
  { name: "domain-connect", path: () => "/domain-connect" },
  { name: "domain-connect-done", by: "visitor", path: () => "/connect/domain-connect/done?outcome=cancelled" },
  { name: "application-records", path: ({ application }) => `/applications/${application}/records` },
  { name: "application-quick-start", path: ({ application }) => `/applications/${application}/quick-start` },
  { name: "webhooks", path: () => "/webhooks" },
  { name: "webhook-endpoint", path: ({ endpoint }) => `/webhooks/${endpoint}` },
  { name: "webhook-settings", path: ({ endpoint }) => `/webhooks/${endpoint}/settings` },
  { name: "webhook-delivery", path: ({ delivery }) => `/webhooks/deliveries/${delivery}` },
  { name: "webhook-deliveries", live: true, path: () => "/webhooks/deliveries" },
  { name: "usage", live: true, path: () => "/usage" },
  { name: "team", path: () => "/team" },
  { name: "audit-log", path: () => "/audit-log" },
  { name: "settings", path: () => "/settings" },
  { name: "branding", path: () => "/settings/branding" },
  { name: "profile", live: true, path: () => "/settings/profile" },
  { name: "sandbox-zone", path: () => "/sandbox" },
  { name: "sandbox-mails", path: () => "/sandbox/mails" },
  { name: "unknown", path: () => "/no-such-page" },
  { name: "support", live: true, by: "staff", path: () => "/support" },
  { name: "support-found", by: "staff", path: ({ endpoint }) => `/support?q=${endpoint}` },
  { name: "support-queue", by: "staff", path: () => "/support/queue/finding/txt-missing" },
  {
    name: "support-connection",
    live: true,
    by: "staff",
    path: ({ connection }) => `/support/connections/${connection}`,
  },
  { name: "support-tenants", by: "staff", path: () => "/support/tenants" },
  { name: "support-tenant", by: "staff", path: ({ tenant }) => `/support/tenants/${tenant}` },
  { name: "support-edges", live: true, by: "staff", path: () => "/support/edges" },
  { name: "support-health", live: true, by: "staff", path: () => "/support/health" },
  { name: "sign-in", by: "visitor", path: () => "/sign-in" },
  { name: "sign-up", by: "visitor", path: () => "/sign-up" },
  { name: "forgot-password", by: "visitor", path: () => "/forgot-password" },
  { name: "reset-password", by: "visitor", path: () => "/reset-password/nothing" },
  { name: "verify-email", by: "visitor", path: () => "/verify-email/nothing" },
  { name: "invitation", by: "visitor", path: () => "/invitations/nothing" },
  { name: "shared", by: "visitor", path: ({ share }) => new URL(share).pathname },
  { name: "stop-mails", by: "visitor", path: () => "/connect/stop/nothing" },
  { name: "troubleshooting", by: "visitor", path: () => "/docs/troubleshooting" },
];

let ids: Ids;

test.beforeAll(async ({ playwright, sandbox, sessions }) => {
  const api = sandbox.api(sandboxKey);
  const id = (answer: { body: unknown }) => (answer.body as { id: string }).id;
  const application = await demoApplication(api);
  const name = `every-${Math.random().toString(36).slice(2, 8)}.page.test`;
  const endpoint = id(
    await api("POST", "/v1/webhook-endpoints", { url: "http://127.0.0.1:9/hook", description: name }),
  );
  const connection = id(await api("POST", "/v1/connections", { application_id: application, hostname: name }));
  const shared = (await api("POST", `/v1/connections/${connection}/share-links`, {})).body as { url: string };
  const staff = await playwright.request.newContext({ baseURL: sandbox.url, storageState: sessions.staff });
  const found = await (await staff.get(`/v1/support/connections/${connection}`)).json();
  await staff.dispose();
  ids = {
    tenant: found.tenant.id,
    application,
    connection,
    endpoint,
    share: shared.url,
    delivery: id(await api("POST", `/v1/webhook-endpoints/${endpoint}:test`)),
  };
});

for (const person of ["owner", "staff", "visitor"] as const) {
  test.describe(`as ${person}`, () => {
    test.use({ as: person });
    for (const place of places.filter(({ by = "owner" }) => by === person)) {
      test(`${place.name}: is accessible and fits, with screenshots`, ({ page }) => expectPictures(page, place));
      if (place.live)
        test(`${place.name}: survives while the API returns 500, while it hangs, and offline`, ({ page }) =>
          expectSurvivesFailures(page, place));
    }
  });
}

async function expectPictures(page: Page, place: Place): Promise<void> {
  await page.setViewportSize({ width: 390, height: 900 });
  await open(page, place);
  await expectViews(page, place.name);
}

async function expectSurvivesFailures(page: Page, place: Place): Promise<void> {
  const context = page.context();
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
}

async function open(page: Page, place: Place): Promise<void> {
  await page.goto(place.path(ids));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("Something went wrong on this page");
}
