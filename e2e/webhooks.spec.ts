import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { signIn } from "@/e2e/support/sign-in";

type Received = { headers: IncomingHttpHeaders; body: string };

/** Takes every message on 127.0.0.1, and answers with `status`. */
async function startReceiver() {
  const received: Received[] = [];
  const answer = { status: 200, text: "thank you" };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(answer.status).end(answer.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    answer,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

let receiver: Awaited<ReturnType<typeof startReceiver>>;

test.beforeAll(async () => {
  receiver = await startReceiver();
});
test.afterAll(() => receiver.stop());
test.beforeEach(async ({ page }) => {
  receiver.answer.status = 200;
  await signIn(page);
});

/** Makes an endpoint by hand, and answers with its signing secret and the address of its page. */
async function createEndpoint(page: Page, url: string): Promise<{ secret: string; href: string }> {
  await page.goto("/webhooks");
  await page.getByRole("button", { name: "Create endpoint" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("URL").fill(url);
  await dialog.getByRole("button", { name: "Create endpoint" }).click();
  const once = page.getByRole("dialog", { name: /signing secret/ });
  const secret = (await once.locator("code").first().innerText()).trim();
  await once.getByRole("checkbox").check();
  await once.getByRole("button", { name: "Done" }).click();
  await expect(page).toHaveURL(/\/webhooks\/[0-9a-f-]{36}$/);
  return { secret, href: new URL(page.url()).pathname };
}

function verify({ headers, body }: Received, secret: string): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}

test("an endpoint hears a test event that its secret verifies, and hears it again when it is replayed", async ({
  page,
}) => {
  const { secret, href } = await createEndpoint(page, receiver.url);
  const before = receiver.received.length;
  await page.getByRole("button", { name: "Send test event" }).click();
  await expect(page.getByText("Delivered.", { exact: true })).toBeVisible();
  await expect(page.getByText("thank you")).toBeVisible();
  const message = receiver.received[before];
  if (!message) throw new Error("nothing came");
  expect(verify(message, secret)).toMatchObject({ type: "webhook_endpoint.test", jobId: null });

  await page.getByRole("link", { name: "Request and response" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "webhook_endpoint.test" })).toBeVisible();
  const shown = JSON.parse(await page.getByRole("tabpanel").innerText());
  expect(shown).toEqual(JSON.parse(message.body));
  await page.getByRole("tab", { name: "Headers" }).click();
  await expect(page.getByRole("tabpanel")).toContainText(`webhook-id: ${message.headers["webhook-id"]}`);
  await expect(page.getByRole("tabpanel")).toContainText(`webhook-timestamp: ${message.headers["webhook-timestamp"]}`);

  receiver.answer.status = 500;
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("Attempt 2: failed")).toBeVisible();
  await expect(page.getByText("Your server answered 500")).toBeVisible();
  const again = receiver.received.at(-1);
  expect(again?.headers["webhook-id"]).toBe(message.headers["webhook-id"]);

  await page.goto(href);
  await expect(page.getByRole("row", { name: /webhook_endpoint\.test/ })).toHaveCount(1);
  await page.getByLabel("Status").selectOption("succeeded");
  await expect(page).toHaveURL(/\?status=succeeded$/);
  await expect(page.getByText("No delivery is like this")).toBeVisible();
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(page.getByRole("row", { name: /webhook_endpoint\.test/ })).toHaveCount(1);
});

test("a rotation signs with both secrets; a paused endpoint hears nothing until it is enabled; a deleted one is gone", async ({
  page,
}) => {
  const { secret: old, href } = await createEndpoint(page, receiver.url);
  await page.goto(`${href}/settings`);
  await page.getByRole("button", { name: "Rotate", exact: true }).click();
  await page.getByRole("button", { name: "Rotate it" }).click();
  const once = page.getByRole("dialog", { name: /new signing secret/ });
  const secret = (await once.locator("code").first().innerText()).trim();
  await once.getByRole("button", { name: "Done" }).click();
  await expect(once.getByText("Store it first")).toBeVisible();
  await once.getByRole("checkbox").check();
  await once.getByRole("button", { name: "Done" }).click();
  expect(secret).not.toBe(old);
  await page.getByRole("button", { name: "Send test event" }).click();
  await expect(page.getByText("Delivered.", { exact: true })).toBeVisible();
  const message = receiver.received.at(-1);
  if (!message) throw new Error("nothing came");
  verify(message, secret);
  verify(message, old);

  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("button", { name: "Pause it" }).click();
  await expect(page.getByText("You paused it")).toBeVisible();
  await page.goto("/webhooks");
  await page
    .getByRole("button", { name: `Enable ${receiver.url}` })
    .first()
    .click();
  await page.goto(`${href}/settings`);
  await expect(page.getByText("You paused it")).toHaveCount(0);

  await page.getByRole("button", { name: "Delete endpoint" }).click();
  await page.getByRole("button", { name: "Delete it" }).click();
  await expect(page).toHaveURL(/\/webhooks$/);
  await page.goto(href);
  await expect(page.getByRole("heading", { name: "There is no such endpoint" })).toBeVisible();
});

test("what the API refuses is said at the field", async ({ page }) => {
  await page.goto("/webhooks");
  await page.getByRole("button", { name: "Create endpoint" }).click();
  const dialog = page.getByRole("dialog");
  const url = dialog.getByLabel("URL");
  await dialog.getByRole("button", { name: "Create endpoint" }).click();
  await expect(dialog.getByText("Enter the URL of your server")).toBeVisible();
  await url.fill("https://192.168.1.1/hooks");
  await dialog.getByRole("button", { name: "Create endpoint" }).click();
  await expect(url).toHaveAttribute("aria-invalid", "true");
  await expect(url).toBeFocused();
  await dialog.getByRole("radio", { name: "Only some" }).check({ force: true });
  for (const box of await dialog.getByRole("checkbox").all()) await box.uncheck();
  await dialog.getByRole("button", { name: "Create endpoint" }).click();
  await expect(dialog.getByText("Choose at least one, or every event.")).toBeVisible();
});

test("a broken API is told with its request id and asked again; a hanging one dims what is shown", async ({ page }) => {
  await createEndpoint(page, receiver.url);
  await page.getByRole("button", { name: "Send test event" }).click();
  await expect(page.getByText("Delivered.", { exact: true })).toBeVisible();
  await page.goto("/webhooks/deliveries");
  await expect(page.getByRole("row", { name: /webhook_endpoint\.test/ }).first()).toBeVisible();
  const error = { code: "internal", message: "Something went wrong on our side.", request_id: "the-request" };
  await page.route("**/v1/webhook-deliveries?*", (route) => route.fulfill({ status: 500, json: { error } }));
  await page.getByLabel("Status").selectOption("succeeded");
  await expect(page.getByRole("heading", { name: "The deliveries could not be loaded" })).toBeVisible();
  await expect(page.getByText("the-request")).toBeVisible();
  await page.unroute("**/v1/webhook-deliveries?*");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("row", { name: /webhook_endpoint\.test/ }).first()).toBeVisible();

  await page.route("**/v1/webhook-deliveries?*", () => undefined);
  await page.getByLabel("Event").selectOption("domain.failed");
  await expect(page.getByRole("table", { name: "Deliveries" })).toHaveAttribute("aria-busy", "true");
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [390, 1280]) {
    test(`the pages pass axe and fit, ${colorScheme} at ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const look = async (name: string) => {
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        await page.screenshot({ path: `.artifacts/pages/${name}-${colorScheme}-${width}.png`, fullPage: true });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      };
      const { href } = await createEndpoint(page, receiver.url);
      await look("webhook-endpoint-empty");
      await page.getByRole("button", { name: "Send test event" }).click();
      await expect(page.getByText("Delivered.", { exact: true })).toBeVisible();
      await expect(page.getByRole("row", { name: /webhook_endpoint\.test/ })).toBeVisible();
      await look("webhook-endpoint");
      await page.getByRole("link", { name: "Request and response" }).click();
      await expect(page.getByRole("heading", { name: "Attempts" })).toBeVisible();
      await look("webhook-delivery");
      await page.goto(`${href}/settings`);
      await look("webhook-settings");
      await page.goto("/webhooks/deliveries");
      await look("webhook-deliveries");
      await page.goto("/webhooks");
      await look("webhooks");
      await page.getByRole("button", { name: "Create endpoint" }).click();
      await look("webhooks-create");
    });
  }
}
