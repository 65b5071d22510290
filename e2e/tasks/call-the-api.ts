import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "@playwright/test";
import { z } from "zod";
import { desktop, type Task } from "@/e2e/tasks/task";
import { timeLimit } from "@/scripts/time-limit.mjs";

const connectionSchema = z.looseObject({
  id: z.string(),
  ownership_challenge: z.object({ name: z.string(), type: z.string(), value: z.string() }),
  desired_records: z.array(z.object({ host: z.string(), type: z.string(), value: z.string() })),
});

const run = promisify(execFile);

export const callTheApi: Task = {
  person: "developer",
  goal: "From the dashboard to a domain that their own code connected, live, with a key of their own",
  as: "owner",
  viewport: desktop,
  async work({ sandbox, runId, start }) {
    const person = await start();
    const { page } = person;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await person.open("/applications");
    await person.click(page.getByRole("link", { name: /Demo shop/ }).first());
    await person.click(page.getByRole("link", { name: "Keys", exact: true }));
    await person.click(page.getByRole("button", { name: "Create key" }).first());
    await person.type(page.getByRole("dialog").getByRole("textbox", { name: "Name" }), "Production server");
    await person.press("Enter");
    const once = page.getByRole("dialog", { name: /Store the key/ });
    await person.click(once.getByRole("button", { name: "Copy the key", exact: true }));
    const key = await page.evaluate(() => navigator.clipboard.readText());
    await person.click(once.getByRole("checkbox"));
    await person.click(once.getByRole("button", { name: "Done" }));
    await once.waitFor({ state: "hidden" });
    person.reach("a key");

    await person.click(page.getByRole("link", { name: "Quick start", exact: true }));
    await person.read(4);
    const block = page.getByRole("tablist", { name: /^Languages of the request that connects/ }).locator("../..");
    await person.click(block.getByRole("button", { name: /^Copy/ }));
    const sample = await page.evaluate(() => navigator.clipboard.readText());
    const hostname = `shop.code-${runId}.test`;
    // Pasted into a file, where the name is typed over the sample's.
    const command = sample.replace(/\bshop\.[\w-]+(\.[\w-]+)+/g, hostname);
    const { stdout } = await person.command(hostname, () => run("bash", ["-c", command], { env: environment(key) }));
    const connection = connectionSchema.parse(JSON.parse(stdout));
    person.reach("a domain is connected");

    // Their own DNS, by their own code.
    const api = sandbox.api(key);
    const { name, type, value } = connection.ownership_challenge;
    const records = [
      { name, type, value },
      ...connection.desired_records.map(({ host, ...record }) => ({ name: host, ...record })),
    ];
    for (const record of records) expect((await api("POST", "/sandbox/records", record)).status).toBe(201);
    await expect
      .poll(async () => ((await api("GET", `/v1/connections/${connection.id}`)).body as { state: string }).state, {
        timeout: timeLimit(60_000),
      })
      .toBe("live");
    person.reach("live");
  },
};

function environment(key: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? "", NODE_ENV: "production", LATCHKEY_KEY: key };
}
