import { desktop, type Task } from "@/e2e/tasks/task";
import { timeLimit } from "@/scripts/time-limit.mjs";

const password = "correct horse battery staple";

export const connectAFirstDomain: Task = {
  person: "tenant",
  goal: "From the sign-up form to a first live domain",
  viewport: desktop,
  async work({ runId, start }) {
    const person = await start();
    const { page } = person;
    await person.open("/sign-up");
    await person.read(2);
    await person.type(page.getByLabel("Company"), `Analytical ${runId}`);
    await person.type(page.getByLabel("Work email"), `ada-${runId}@example.com`);
    await person.type(page.getByLabel("Password", { exact: true }), password);
    await person.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Check your email" }).waitFor();
    person.reach("mail sent");

    await person.click(page.getByRole("link", { name: "Open the sandbox inbox" }));
    const mail = page.getByRole("link", { name: new RegExp(`ada-${runId}@example\\.com`) }).first();
    await person.click(mail);
    await person.read(2);
    await person.click(page.getByRole("main").getByRole("link").first());
    await person.type(page.getByLabel("Password", { exact: true }), password);
    await person.press("Enter");
    await page
      .getByRole("heading", { name: /first domain/i })
      .first()
      .waitFor();
    person.reach("first dashboard");

    await person.read(3);
    await person.click(
      page
        .getByRole("main")
        .getByRole("link", { name: /^(Connect a hostname|Add (a|your first) domain|Add the first one)$/ })
        .last(),
    );
    const field = page.getByRole("textbox", { name: /^(Hostname|Domain)$/ });
    await field.waitFor();
    // The suggested name is free, so it is taken as it is.
    await person.read(2);
    if ((await field.inputValue()) === "") await person.type(field, `shop.${runId}.test`);
    await person.press("Enter");
    const publish = (type: string) => page.getByRole("button", { name: new RegExp(`^Publish .*${type} record`) });
    await publish("TXT").waitFor();
    person.reach("records");

    await person.read(5);
    await person.click(publish("TXT"));
    await person.click(publish("CNAME"));
    person.reach("published");
    await page
      .getByText(/visitors reach (it|this domain) over HTTPS/i)
      .first()
      .waitFor({ timeout: timeLimit(60_000) });
    person.reach("live");
  },
};
