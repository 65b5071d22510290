import { expect } from "@playwright/test";
import { test } from "@/e2e/support/browser-test";

// Every test with the `page` fixture fails where a page breaks its own Content-Security-Policy. Here it is broken on purpose.
test.use({ as: "owner" });

/** In the HTML, as where an escape is missing. */
const markup = [
  "<script>window.injected = 'inline script'</script>",
  `<img src="data:," onerror="window.injected = 'event handler'">`,
  `<iframe srcdoc="<script>parent.injected = 'frame'</script>"></iframe>`,
  `<svg onload="window.injected = 'svg'"></svg>`,
  `<base href="https://elsewhere.example/">`,
].join("");

/** By code that handles text as HTML or as code. */
const code = [
  "const script = document.createElement('script'); script.textContent = `window.injected = 'created script'`; document.body.append(script)",
  "const link = document.createElement('a'); link.href = `javascript:window.injected='link'`; document.body.append(link); link.click()",
  "document.body.insertAdjacentHTML('beforeend', `<img src=data:, onerror=\"window.injected='handler'\">`)",
];

for (const path of ["/", "/sign-in", "/docs/errors", "/no-such-page"]) {
  test(`injected code does not run on ${path}`, async ({ context }) => {
    const page = await context.newPage();
    const refused: string[] = [];
    page.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text())) refused.push(message.text());
    });
    await page.route(`**${path}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/<body[^>]*>/, (tag) => tag + markup) });
    });
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(refused.length).toBeGreaterThanOrEqual(4);
    for (const one of code) await page.evaluate(`{ ${one} }`);
    // Each of these is refused before a later task of the page runs.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
    expect(await page.evaluate("window.injected ?? null")).toBeNull();
    // Of the page as it was loaded: what is refused freezes it, and the page adds the environment to its address later.
    expect(await page.evaluate("document.baseURI.split('?')[0]")).toBe(page.url().split("?")[0]);
    expect(refused.length).toBeGreaterThanOrEqual(7);
  });
}

test("no other page may show the app in a frame", async ({ context, baseURL }) => {
  const page = await context.newPage();
  await page.route("**/frame-test", (route) =>
    route.fulfill({ contentType: "text/html", body: `<iframe src="${baseURL}/sign-in"></iframe>` }),
  );
  await page.goto("/frame-test");
  await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
});
