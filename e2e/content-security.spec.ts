import { expect } from "@playwright/test";
import { test } from "@/e2e/support/browser-test";

// Every test with the `page` fixture fails where a page breaks its own Content-Security-Policy. Here it is broken on purpose.
test.use({ as: "owner" });

const injections: Record<string, string> = {
  "an inline script":
    "const s = document.createElement('script'); s.textContent = 'window.injected = true'; document.body.append(s)",
  "an event handler":
    "document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\" onerror=\"window.injected = true\">')",
  "a javascript: link":
    "const a = document.createElement('a'); a.href = 'javascript:window.injected=true'; document.body.append(a); a.click()",
  "a script of another site":
    "document.body.insertAdjacentHTML('beforeend', '<iframe srcdoc=\"<script>parent.injected = true</scr' + 'ipt>\"></iframe>')",
  eval: "try { setTimeout('window.injected = true', 0) } catch {}",
};

for (const path of ["/", "/sign-in", "/docs/errors", "/no-such-page", "/connections"]) {
  test(`injected code does not run on ${path}`, async ({ context }) => {
    const page = await context.newPage();
    const refused: string[] = [];
    page.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text())) refused.push(message.text());
    });
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(refused).toEqual([]);
    for (const [name, code] of Object.entries(injections)) {
      await page.evaluate(code);
      await page.waitForTimeout(100);
      expect([name, await page.evaluate("window.injected === true")]).toEqual([name, false]);
    }
    expect(refused.length).toBeGreaterThanOrEqual(2);
  });
}

test("no other page may show the app in a frame", async ({ context, baseURL }) => {
  const page = await context.newPage();
  await page.route("**/frame-test", (route) =>
    route.fulfill({ contentType: "text/html", body: `<iframe src="${baseURL}/sign-in"></iframe>` }),
  );
  const refused = page.waitForEvent("console", (message) => /frame-ancestors|X-Frame-Options/i.test(message.text()));
  await page.goto("/frame-test");
  await refused;
});
