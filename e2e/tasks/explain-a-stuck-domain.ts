import { expect } from "@playwright/test";
import { sandboxKey } from "@/e2e/support/latchkey";
import { createConnectionByApi, demoApplication } from "@/e2e/support/wire";
import { desktop, type Task } from "@/e2e/tasks/task";

export const explainAStuckDomain: Task = {
  person: "operator",
  goal: "From an alarm to: the edges are sound, and which record keeps a domain from going live",
  as: "staff",
  viewport: desktop,
  async work({ sandbox, runId, start }) {
    const api = sandbox.api(sandboxKey);
    const hostname = `shop.alarm-${runId}.test`;
    await createConnectionByApi(api, await demoApplication(api), hostname);

    const person = await start();
    const { page } = person;
    await person.open("/support");
    const navigation = page.getByRole("navigation", { name: "Support console" });
    await person.click(navigation.getByRole("link", { name: "Health" }));
    await page.getByRole("heading", { level: 1 }).waitFor();
    await person.read(4);
    await person.click(navigation.getByRole("link", { name: "Edges" }));
    await page.getByRole("main").getByRole("row").nth(1).waitFor();
    person.reach("the edges are sound");
    await person.read(2);
    const { code, stdout } = await person.command(`npm run doctor -- ${hostname}`, () => sandbox.doctor(hostname));
    expect(code).toBe(1);
    expect(stdout).toContain("TXT");
    person.reach("the missing record is named");
  },
};
