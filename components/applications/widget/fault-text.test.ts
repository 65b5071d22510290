import { expect, it } from "vitest";
import { faultText } from "@/components/applications/widget/fault-text";
import { widgetThemeSchema } from "@/lib/accounts/applications/schema";
import { checkTheme } from "@/lib/accounts/branding/check-theme";

const textOf = (accent: string) => faultText(checkTheme({ ...widgetThemeSchema.parse({}), accent }, null));

it("says nothing of a color that can be read", () => {
  expect(faultText([])).toBeNull();
});

it("says where a color is hard to see, how much contrast there is, and what is shown in its place", () => {
  expect(textOf("#ffff00")).toMatch(
    /^On light, links, texts of buttons and buttons in #ffff00 are hard to see \(contrast 1\.0 to 1, and 4\.5 is needed\)\. The widget shows #[0-9a-f]{6} there\.$/,
  );
  expect(textOf("#000080")).toMatch(/^On dark, links, /);
});

it("says it for each scheme, where neither shows the color well", () => {
  expect(textOf("#808080")).toMatch(/^On light, links and texts of buttons in #808080 .* On dark, links in #808080 /);
});
