import { expect } from "@playwright/test";
import { sandboxKey } from "@/e2e/support/latchkey";
import { createConnectionByApi, demoApplication } from "@/e2e/support/wire";
import { desktop, type Task } from "@/e2e/tasks/task";

export const answerATicket: Task = {
  person: "support",
  goal: "From a URL in a customer's ticket to the reply with the exact fix, copied",
  as: "staff",
  viewport: desktop,
  async work({ sandbox, runId, start }) {
    const api = sandbox.api(sandboxKey);
    const hostname = `shop.ticket-${runId}.test`;
    const { ownership_challenge } = await createConnectionByApi(api, await demoApplication(api), hostname);
    const { name, type, value } = ownership_challenge;
    expect((await api("POST", "/sandbox/records", { name, type, value: "not-the-value" })).status).toBe(201);

    const person = await start();
    const { page } = person;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await person.open("/support");
    await person.type(page.getByRole("searchbox").or(page.getByRole("combobox")).first(), `https://${hostname}/`);
    await person.press("Enter");
    await person.click(page.getByRole("link", { name: hostname }).first());
    await page.getByRole("heading", { level: 1, name: hostname }).waitFor();
    await page.getByText("The TXT record has another value").first().waitFor();
    person.reach("the cause is read");
    await person.read(4);
    await person.click(page.getByRole("button", { name: "Copy reply" }));
    const reply = await page.evaluate(() => navigator.clipboard.readText());
    expect(reply).toContain(value);
    person.reach("the reply is copied");
  },
};
