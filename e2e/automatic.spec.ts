import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectViews } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";
import type { Api } from "@/e2e/support/latchkey";
import { challenge } from "@/lib/dns/records/challenge";
import { sandboxKey as updateKey } from "@/lib/dns/sandbox/dns-update";
import { timeLimit } from "@/scripts/time-limit.mjs";

// A credential for the sandbox's own DNS server, which takes dynamic updates (RFC 2136): from a name that is typed to a live
// domain, to its repair, and to its end, and nobody types a record.
const runId = Math.random().toString(36).slice(2, 8);
const zone = `auto-${runId}.test`;
const label = `Zone ${runId}`;
const LIVE_TIMEOUT_MS = timeLimit(60_000);

test.use({ as: "owner" });

let application = "";

test.beforeAll(async ({ sandbox }) => {
  const api = sandbox.api("sk_test_demo");
  const created = await api("POST", "/v1/applications", { name: runId, environment: "test" });
  application = (created.body as { id: string }).id;
  const stored = await api("POST", `/v1/applications/${application}/credentials`, {
    provider: "rfc2136",
    label,
    zone,
    fields: {
      server: `127.0.0.1:${sandbox.dnsPort}`,
      key_name: updateKey.name,
      secret: updateKey.secret.toString("base64"),
    },
  });
  expect(stored, JSON.stringify(stored.body)).toMatchObject({ status: 201 });
});

async function recordsAt(api: Api, name: string): Promise<string[]> {
  const { records } = (await api("GET", "/sandbox/records")).body as {
    records: { name: string; type: string; value: string }[];
  };
  return records.filter((record) => record.name === name).map(({ type, value }) => `${type} ${value}`);
}

const steps = (page: Page) => page.getByRole("list", { name: "The path to live" }).getByRole("listitem");
const timeline = (page: Page) => page.getByRole("region", { name: "Timeline" });

test("a hostname goes live, is repaired and archived, and nobody types a record", async ({ page, api }) => {
  const hostname = `shop.${zone}`;
  await page.goto(`/connections/new?application=${application}`);
  await page.getByLabel("Hostname", { exact: true }).fill(hostname);
  await expect(page.getByText(`The records will be written through “${label}”.`)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Hostname", { exact: true }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: hostname })).toBeVisible();
  await expect(steps(page).nth(3)).toContainText("done", { timeout: LIVE_TIMEOUT_MS });
  await expect(page.getByText(`Written automatically through “${label}”`)).toBeVisible();
  await timeline(page).getByRole("button", { name: "Show all with evidence" }).click();
  await expect(timeline(page).getByText("Records written at the DNS provider", { exact: true })).toBeVisible();
  await expectViews(page, "connection-automatic");

  // Somebody replaces the record: the plan says what goes, and nothing goes before it is confirmed.
  await api("DELETE", "/sandbox/records", { name: hostname, type: "CNAME" });
  await api("POST", "/sandbox/records", { name: hostname, type: "A", value: "192.0.2.7" });
  await page.getByRole("button", { name: /Write the records|Repair the records/ }).click();
  const section = page.getByRole("region", { name: "Automatic DNS" });
  await expect(section).toContainText("192.0.2.7");
  expect(await recordsAt(api, hostname)).toEqual(["A 192.0.2.7"]);
  await expectViews(page, "connection-automatic-plan");
  await section.getByRole("button", { name: "Confirm, and remove what is in the way" }).click();
  await expect(section).toContainText("The change is made at the DNS provider.");
  expect(await recordsAt(api, hostname)).toEqual([expect.stringContaining("CNAME")]);

  await api("POST", "/sandbox/records", { name: zone, type: "TXT", value: "not ours" });
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Also remove the DNS records that we wrote").check();
  await dialog.getByRole("button", { name: "Archive domain" }).click();
  await expect.poll(() => recordsAt(api, hostname), { timeout: LIVE_TIMEOUT_MS }).toEqual([]);
  expect(await recordsAt(api, challenge.name(hostname))).toEqual([]);
  expect(await recordsAt(api, zone)).toEqual(["TXT not ours"]);
});
