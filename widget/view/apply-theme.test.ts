// @vitest-environment happy-dom
import fc from "fast-check";
import { expect, test } from "vitest";
import { contrastOf } from "@/lib/accounts/branding/accent";
import { widgetThemeSchema } from "@/lib/accounts/tokens/widget-schema";
import { applyTheme } from "@/widget/view/apply-theme";
import { exampleBrand } from "@/widget/view/example-states";

const plain = widgetThemeSchema.parse({});
const themed = (theme: Partial<typeof plain>, brand = exampleBrand) => {
  const root = document.createElement("div");
  applyTheme(root, { ...plain, ...theme }, brand, "auto");
  return (name: string) => root.style.getPropertyValue(name);
};
const pairOf = (text: string) => text.match(/#[0-9a-f]{6}/g) ?? [];
const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

test("whatever colour is chosen, text on it and links in it can be read in both schemes", () => {
  fc.assert(
    fc.property(colour, colour, (accent, accentDark) => {
      const [light = "", dark = ""] = pairOf(themed({ accent, accentDark })("--lk-accent"));
      for (const paper of ["#ffffff", "#f6f5f1"]) expect(contrastOf(light, paper)).toBeGreaterThanOrEqual(4.5);
      for (const paper of ["#1a1c19", "#222521", "#000000"])
        expect(contrastOf(dark, paper)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test("the theme's colour comes before the brand's, the brand's before our own", () => {
  const brand = { ...exampleBrand, color: "#0000aa" };
  expect(pairOf(themed({ accent: "#aa0000" }, brand)("--lk-accent"))[0]).toBe("#aa0000");
  expect(pairOf(themed({}, brand)("--lk-accent"))[0]).toBe("#0000aa");
  expect(themed({})("--lk-accent")).toBe("");
});

test("what another theme had set does not stay", () => {
  const root = document.createElement("div");
  applyTheme(root, { ...plain, accent: "#aa0000", density: "compact", showLogo: false }, null, "dark");
  expect(root.style.getPropertyValue("--lk-scheme")).toBe("dark");
  applyTheme(root, plain, null, "auto");
  expect(root.style.getPropertyValue("--lk-scheme")).toBe("light dark");
  for (const name of ["--lk-accent", "--lk-accent-strong", "--lk-space", "--lk-logo"])
    expect(root.style.getPropertyValue(name), name).toBe("");
});
