import { runInNewContext } from "node:vm";
import { expect, it, vi } from "vitest";
import { widgetSamples } from "@/components/applications/widget/widget-samples";
import type { LatchkeyOptions } from "@/widget/skins/options";

const [html, script] = widgetSamples("https://latchkey.example.com");

it("the page loads the widget of this installation, without a script in the page itself", () => {
  expect(html?.code).toContain('src="https://latchkey.example.com/widget/v1.js"');
  expect(html?.code).not.toMatch(/<script(?![^>]*\bsrc=)/);
});

it("the script opens the widget at a click, with the token that the server made, and makes another one when it ends", async () => {
  let click = async () => {};
  let button = "";
  const open = vi.fn<(options: LatchkeyOptions) => void>();
  const fetch = vi.fn(async () => Response.json({ auth_token: "eyJ" }));
  const querySelector = (selector: string) => {
    button = selector.slice(1);
    return { addEventListener: (_: "click", listener: () => Promise<void>) => (click = listener) };
  };
  runInNewContext(script?.code ?? "", { document: { querySelector }, Latchkey: { open }, fetch, console });
  expect(html?.code).toContain(`id="${button}"`);
  await click();
  expect(open).toHaveBeenCalledWith(expect.objectContaining({ token: "eyJ" }));
  expect(await open.mock.calls[0]?.[0].onSessionExpired?.()).toBe("eyJ");
  expect(fetch).toHaveBeenCalledTimes(2);
});
