import fc from "fast-check";
import { expect, it } from "vitest";
import { toDraft, toShownTheme, toTheme } from "@/components/applications/widget/theme-draft";
import { widgetThemeSchema } from "@/lib/accounts/applications/schema";

const color = fc.nat(0xffffff).map((value) => `#${value.toString(16).padStart(6, "0")}`);
const { colorScheme, radius, font, density } = widgetThemeSchema.shape;
const theme = fc.record({
  colorScheme: fc.constantFrom(...colorScheme.unwrap().options),
  accent: fc.option(color),
  accentDark: fc.option(color),
  radius: fc.constantFrom(...radius.unwrap().options),
  font: fc.constantFrom(...font.unwrap().options),
  density: fc.constantFrom(...density.unwrap().options),
  showLogo: fc.boolean(),
});

it("saves what it began with where nothing is typed, and shows the same", () => {
  fc.assert(
    fc.property(theme, (stored) => {
      expect(toTheme(toDraft(stored))).toEqual(stored);
      expect(toShownTheme(toDraft(stored))).toEqual(stored);
    }),
  );
});

it("reads a color in capitals and between spaces", () => {
  const draft = { ...toDraft(widgetThemeSchema.parse({})), accent: " #1F4FD8 " };
  expect(toTheme(draft).accent).toBe("#1f4fd8");
});

it("shows a theme that could be saved, whatever is being typed", () => {
  const typed = fc.oneof(
    fc.string(),
    color,
    color.map((text) => text.slice(0, -1)),
  );
  fc.assert(
    fc.property(theme, typed, typed, (stored, accent, accentDark) => {
      const shown = toShownTheme({ ...toDraft(stored), accent, accentDark });
      expect(widgetThemeSchema.parse(shown)).toEqual(shown);
    }),
  );
});
