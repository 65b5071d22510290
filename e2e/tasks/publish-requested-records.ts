import { expect } from "@playwright/test";
import { sandboxKey } from "@/e2e/support/latchkey";
import { createConnectionByApi, demoApplication } from "@/e2e/support/wire";
import { phone, type Task } from "@/e2e/tasks/task";
import { timeLimit } from "@/scripts/time-limit.mjs";

export const publishRequestedRecords: Task = {
  person: "DNS owner",
  goal: "From the link in a mail, on a phone and without an account, to the records published at the provider",
  viewport: phone,
  async work({ sandbox, runId, start }) {
    const api = sandbox.api(sandboxKey);
    const hostname = `shop.owner-${runId}.test`;
    const { id, ownership_challenge, desired_records } = await createConnectionByApi(
      api,
      await demoApplication(api),
      hostname,
    );
    const shared = (await api("POST", `/v1/connections/${id}/share-links`, {})).body as { url: string };

    const person = await start();
    const { page } = person;
    await person.open(new URL(shared.url).pathname);
    await page.getByText(`asks you to connect ${hostname}`).waitFor();
    person.reach("the request is read");
    await person.read(5);
    for (const wanted of [ownership_challenge, ...desired_records]) {
      const { type, value } = wanted;
      const card = page.getByRole("region", { name: `Add ${type} ` });
      await person.click(card.getByRole("button", { name: "Copy Host" }).first());
      await person.read(2);
      await person.click(card.getByRole("button", { name: "Copy Value" }));
      await person.read(2);
      // At the provider: two fields are pasted into and the form is sent, which is the provider's page and not ours.
      const name = "name" in wanted ? String(wanted.name) : String(wanted.host);
      expect((await api("POST", "/sandbox/records", { name, type, value })).status).toBe(201);
    }
    person.reach("published");
    const done = page.getByRole("heading", { name: `${hostname} is connected` });
    await done.waitFor({ timeout: timeLimit(60_000) });
    person.reach("the page says that all is done");
  },
};
