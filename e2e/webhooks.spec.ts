import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { expectLoadedViews } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";
import { failUntilClicked } from "@/e2e/support/fail-until-clicked";

type Received = { path: string; headers: IncomingHttpHeaders; body: string };

/** Receives every message on 127.0.0.1, and responds with `status`. Each endpoint gets its own path. */
async function startReceiver() {
  const received: Received[] = [];
  const answer = { status: 200, text: "thank you" };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      });
      response.writeHead(answer.status).end(answer.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  let paths = 0;
  return {
    newUrl: () => `http://127.0.0.1:${port}/hooks/${++paths}`,
    /** The newest test event that an endpoint received. It receives the company's other events too. */
    newestTest(url: string): Received {
      const { pathname } = new URL(url);
      const isTest = ({ body }: Received) => JSON.parse(body).type === "webhook_endpoint.test";
      const message = received.findLast((one) => one.path === pathname && isTest(one));
      if (!message) throw new Error(`no test event came to ${url}`);
      return message;
    },
    answer,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

test.use({ as: "owner" });

let receiver: Awaited<ReturnType<typeof startReceiver>>;

test.beforeAll(async () => {
  receiver = await startReceiver();
});
test.afterAll(() => receiver.stop());
test.beforeEach(() => {
  receiver.answer.status = 200;
});

/** Creates an endpoint through the form; `href` is the path of its page. */
async function createEndpoint(page: Page): Promise<{ url: string; secret: string; href: string }> {
  const url = receiver.newUrl();
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
  return { url, secret, href: new URL(page.url()).pathname };
}

function verify({ headers, body }: Received, secret: string): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}

test("an endpoint receives a test event that its secret verifies, and receives it again when it is replayed", async ({
  page,
}) => {
  const { url, secret, href } = await createEndpoint(page);
  await page.getByRole("button", { name: "Send test event" }).click();
  await expect(page.getByText("Delivered.", { exact: true })).toBeVisible();
  await expect(page.getByText("thank you")).toBeVisible();
  const message = receiver.newestTest(url);
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
  await expect(page.getByText("Your server responded 500")).toBeVisible();
  expect(receiver.newestTest(url).headers["webhook-id"]).toBe(message.headers["webhook-id"]);

  await page.goto(href);
  await expect(page.getByRole("row", { name: /webhook_endpoint\.test/ })).toHaveCount(1);
  await page.getByLabel("Status").selectOption("succeeded");
  await expect(page).toHaveURL(/\?status=succeeded(&env=\w+)?$/);
  await expect(page.getByText("No matching deliveries")).toBeVisible();
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(page.getByRole("row", { name: /webhook_endpoint\.test/ })).toHaveCount(1);
});

test("a rotation signs with both secrets; a paused endpoint receives nothing until it is enabled; a deleted one is gone", async ({
  page,
}) => {
  const { url, secret: old, href } = await createEndpoint(page);
  await page.goto(`${href}/settings`);
  await page.getByRole("button", { name: "Rotate", exact: true }).click();
  await page.getByRole("button", { name: "Rotate secret" }).click();
  const once = page.getByRole("dialog", { name: /new signing secret/ });
  const secret = (await once.locator("code").first().innerText()).trim();
  await once.getByRole("button", { name: "Done" }).click();
  await expect(once.getByText("Store it first")).toBeVisible();
  await once.getByRole("checkbox").check();
  await once.getByRole("button", { name: "Done" }).click();
  expect(secret).not.toBe(old);
  await page.getByRole("button", { name: "Send test event" }).click();
  await expect(page.getByText("Delivered.", { exact: true })).toBeVisible();
  const message = receiver.newestTest(url);
  verify(message, secret);
  verify(message, old);

  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Pause endpoint" }).click();
  await expect(page.getByText("You paused it")).toBeVisible();
  await page.goto("/webhooks");
  await page.getByRole("button", { name: `Enable ${url}`, exact: true }).click();
  await page.goto(`${href}/settings`);
  await expect(page.getByText("You paused it")).toHaveCount(0);

  await page.getByRole("button", { name: "Delete endpoint" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete endpoint" }).click();
  await expect(page).toHaveURL(/\/webhooks\?env=\w+$/);
  await page.goto(href);
  await expect(page.getByRole("heading", { name: "Endpoint not found" })).toBeVisible();
});

test("refusals by the API are shown at the field", async ({ page }) => {
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
  await dialog.getByRole("radio", { name: "Selected events" }).check({ force: true });
  for (const box of await dialog.getByRole("checkbox").all()) await box.uncheck();
  await dialog.getByRole("button", { name: "Create endpoint" }).click();
  await expect(dialog.getByText("Choose at least one, or all events.")).toBeVisible();
});

test("an API error is shown with its request id and can be retried; a hanging API dims the content", async ({
  page,
}) => {
  await createEndpoint(page);
  await page.getByRole("button", { name: "Send test event" }).click();
  await expect(page.getByText("Delivered.", { exact: true })).toBeVisible();
  await page.goto("/webhooks/deliveries");
  await expect(page.getByRole("row", { name: /webhook_endpoint\.test/ }).first()).toBeVisible();
  const error = { code: "internal", message: "Something went wrong on our side.", request_id: "the-request" };
  await failUntilClicked(page, "**/v1/webhook-deliveries?*", { status: 500, json: { error } });
  await page.getByLabel("Status").selectOption("succeeded");
  await expect(page.getByRole("heading", { name: "The deliveries could not be loaded" })).toBeVisible();
  await expect(page.getByText("the-request")).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("row", { name: /webhook_endpoint\.test/ }).first()).toBeVisible();

  await page.route("**/v1/webhook-deliveries?*", () => undefined);
  await page.getByLabel("Event").selectOption("domain.failed");
  await expect(page.getByRole("table", { name: "Deliveries" })).toHaveAttribute("aria-busy", "true");
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("each state of the pages is accessible and fits", async ({ page }) => {
  const view = (name: string) => expectLoadedViews(page, name);
  const { href } = await createEndpoint(page);
  await view("webhook-endpoint-empty");
  await page.getByRole("button", { name: "Send test event" }).click();
  await expect(page.getByText("Delivered.", { exact: true })).toBeVisible();
  await expect(page.getByRole("row", { name: /webhook_endpoint\.test/ })).toBeVisible();
  await view("webhook-endpoint-delivered");
  await page.getByRole("link", { name: "Request and response" }).click();
  await expect(page.getByRole("heading", { name: "Attempts" })).toBeVisible();
  await view("webhook-delivery-attempts");
  await page.goto(`${href}/settings`);
  await view("webhook-settings-new");
  await page.goto("/webhooks");
  await page.getByRole("button", { name: "Create endpoint" }).click();
  await view("webhooks-create");
});
