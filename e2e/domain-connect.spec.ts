import { expect, type Page } from "@playwright/test";
import {
  type ProviderZones,
  type StandInProvider,
  startDomainConnectProvider,
  type Template,
} from "@/e2e/providers/domain-connect/server";
import { expectViews } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";
import { type Api, sandboxKey } from "@/e2e/support/latchkey";
import { createApplicationByApi, createConnectionByApi, type WireConnection } from "@/e2e/support/wire";
import { timeLimit } from "@/scripts/time-limit.mjs";

const LIVE_TIMEOUT_MS = timeLimit(60_000);

test.use({ as: "owner" });
test.describe.configure({ mode: "serial" });

/** Names below one domain of this run: the sandbox is shared with other files. */
const runId = Math.random().toString(36).slice(2, 8);
const zone = `dc-${runId}.test`;
const keyDomain = `dckeys-${runId}.test`;

let provider: StandInProvider;
let applicationId: string;

type Settings = { keys: { host: string; values: string[] }[]; templates: { content: string }[] };

test.beforeAll(async ({ sandbox }) => {
  const api = sandbox.api(sandboxKey);
  provider = await startDomainConnectProvider(zonesOf(api));
  provider.hold(zone);
  await publish(api, `_domainconnect.${zone}`, "TXT", new URL(provider.origin).host);
  applicationId = await createApplicationByApi(api, {
    ...{ name: `Domain Connect ${runId}`, environment: "test", upstream: "http://127.0.0.1:9" },
  });
});
test.afterAll(() => provider?.close());

/** The stand-in writes into the zone of the sandbox's DNS server, as a provider does into its own. */
function zonesOf(api: Api): ProviderZones {
  return {
    list: async () => ((await api("GET", "/sandbox/records")).body as { records: [] }).records,
    put: async (record) => void (await api("POST", "/sandbox/records", record)),
    remove: async (record) => void (await api("DELETE", "/sandbox/records", record)),
  };
}

async function publish(api: Api, name: string, type: string, value: string): Promise<void> {
  expect((await api("POST", "/sandbox/records", { name, type, value })).status).toBe(201);
}

/** Providers send browsers back to APP_URL, which is on localhost in the sandbox: the session has to be there. */
async function openAtAppUrl(page: Page, path: string, baseURL: string | undefined): Promise<void> {
  const context = page.context();
  const cookies = await context.cookies();
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, domain: "localhost" })));
  await page.goto((baseURL ?? "").replace("127.0.0.1", "localhost") + path);
}

const start = (page: Page) => page.getByRole("button", { name: "Set up at Example DNS" });

async function openConnection(page: Page, { id, hostname }: WireConnection, baseURL: string | undefined) {
  await openAtAppUrl(page, `/connections/${id}`, baseURL);
  await expect(page.getByRole("heading", { level: 1, name: hostname })).toBeVisible();
  await expect(start(page)).toBeVisible();
}

test("the integrator's way: names, a key that is found, templates, and every step right in the debugger", async ({
  page,
  api,
}) => {
  await page.goto(`/applications/${applicationId}/domain-connect`);
  await page.getByLabel("Provider id").fill("connectdomain.test");
  await page.getByLabel("Your name").fill("Example Shops");
  await page.getByLabel("Domain of the keys").fill(keyDomain);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("It reads like Domain Connect itself")).toBeVisible();
  await page.getByLabel("Provider id").fill(`shops-${runId}.test`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`shops-${runId}.test.customdomain.json`, { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByText(`_dck1.${keyDomain}`, { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Check the records" }).click();
  await expect(page.getByText("There is no TXT record at")).toBeVisible();
  await expectViews(page, "domain-connect-setup");

  const settings = (await api("GET", `/v1/applications/${applicationId}/domain-connect`)).body as Settings;
  for (const { host, values } of settings.keys) for (const value of values) await publish(api, host, "TXT", value);
  for (const { content } of settings.templates) provider.onboard(JSON.parse(content) as Template);
  await page.getByRole("button", { name: "Check the records" }).click();
  await expect(page.getByText("as it should be")).toBeVisible();
  await expect(page.getByText("Published", { exact: true })).toBeVisible();

  await page.goto("/domain-connect");
  await page.getByLabel("Hostname").fill(`shop.${zone}`);
  await page.getByLabel("Application").selectOption({ label: `Domain Connect ${runId}` });
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByText("Every step is right")).toBeVisible();
  await expectViews(page, "domain-connect-debugger");
});

test("from the connection's page to live: the visitor confirms at the provider, in a window of its own", async ({
  page,
  api,
  baseURL,
}) => {
  const connection = await createConnectionByApi(api, applicationId, `shop.${zone}`);
  await publish(api, connection.hostname, "A", "192.0.2.1");
  await openConnection(page, connection, baseURL);
  await expect(page.getByText("When you confirm, Example DNS deletes:")).toBeVisible();
  await expectViews(page, "connection-domain-connect");
  const [popup] = await Promise.all([page.waitForEvent("popup"), start(page).click()]);
  await expect(popup.getByRole("list", { name: "Deleted" })).toContainText(`A ${connection.hostname} 192.0.2.1`);
  await popup.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("visitors reach this domain over HTTPS")).toBeVisible({ timeout: LIVE_TIMEOUT_MS });
  const { body } = await api("GET", `/v1/connections/${connection.id}`);
  expect(body).toMatchObject({ state: "live", setup_type: "domain_connect" });
});

test("who cancels, or whose provider fails, is back at the choice with the reason", async ({ page, api, baseURL }) => {
  const connection = await createConnectionByApi(api, applicationId, `cancel.${zone}`);
  await openConnection(page, connection, baseURL);
  const visit = async (button: string) => {
    const [popup] = await Promise.all([page.waitForEvent("popup"), start(page).click()]);
    await popup.getByRole("button", { name: button }).click();
  };
  await visit("Cancel");
  await expect(page.getByText("You cancelled at Example DNS")).toBeVisible();
  provider.refuse("The zone is locked");
  await visit("Confirm");
  await expect(page.getByText("It says: “The zone is locked”")).toBeVisible();
  provider.refuse(null);
  await expect(start(page)).toBeVisible();
  const { body } = await api("GET", `/v1/connections/${connection.id}`);
  expect(body).toMatchObject({ state: "pending_ownership", setup_type: "manual" });
});

test("where the browser blocks the window, the provider's page takes this one's place and comes back to it", async ({
  page,
  api,
  baseURL,
}) => {
  const connection = await createConnectionByApi(api, applicationId, `same.${zone}`);
  await page.addInitScript(() => {
    window.open = () => null;
  });
  await openConnection(page, connection, baseURL);
  await start(page).click();
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("heading", { level: 1, name: connection.hostname })).toBeVisible();
  await expect(page.getByText("visitors reach this domain over HTTPS")).toBeVisible({ timeout: LIVE_TIMEOUT_MS });
});
