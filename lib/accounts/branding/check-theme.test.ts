import fc from "fast-check";
import { expect, it } from "vitest";
import { type WidgetTheme, widgetThemeSchema } from "@/lib/accounts/applications/schema";
import { accentOf, contrastOf, themes } from "@/lib/accounts/branding/accent";
import { checkTheme } from "@/lib/accounts/branding/check-theme";

const color = fc.nat(0xffffff).map((value) => `#${value.toString(16).padStart(6, "0")}`);
const orNone = fc.option(color);

function themeWith(part: Partial<WidgetTheme>): WidgetTheme {
  return { ...widgetThemeSchema.parse({}), ...part };
}

it("finds a fault exactly where the widget cannot show the color as it is, and names a shade without fault", () => {
  fc.assert(
    fc.property(color, fc.constantFrom("light", "dark"), (accent, colorScheme) => {
      const faults = checkTheme(themeWith({ accent, colorScheme }), null);
      expect(faults.length > 0).toBe(accentOf(accent)[colorScheme].corrected);
      for (const { shown, scheme, field } of faults) {
        expect([scheme, field]).toEqual([colorScheme, "accent"]);
        expect(checkTheme(themeWith({ accent: shown, colorScheme }), null)).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

it("says of each fault which contrast there is, that it is too low, and against what", () => {
  fc.assert(
    fc.property(orNone, orNone, orNone, (accent, accentDark, brandColor) => {
      for (const fault of checkTheme(themeWith({ accent, accentDark }), { color: brandColor })) {
        expect(fault.contrast).toBe(contrastOf(fault.color, fault.against));
        expect(fault.contrast).toBeLessThan(fault.needed);
        expect(fault.needed).toBe(fault.use === "button" ? 3 : 4.5);
        const { papers, text } = themes[fault.scheme];
        expect([...papers, text]).toContain(fault.against);
      }
    }),
    { numRuns: 300 },
  );
});

it("judges the color that each scheme is shown in: the accent, that of dark, or the brand's", () => {
  const yellow = "#ffff00";
  const navy = "#000080";
  const found = (theme: Partial<WidgetTheme>, brand: string | null = null) =>
    checkTheme(themeWith(theme), { color: brand }).map(({ scheme, field, use }) => [scheme, field, use].join(" "));
  expect(found({})).toEqual([]);
  // Not used without an accent beside it.
  expect(found({ accentDark: navy })).toEqual([]);
  expect(found({ accent: yellow })).toEqual(["light accent link", "light accent label", "light accent button"]);
  expect(found({ accent: navy })).toEqual(["dark accent link", "dark accent label", "dark accent button"]);
  expect(found({ accent: navy, accentDark: yellow })).toEqual([]);
  expect(found({ accentDark: navy }, yellow)).toEqual([
    ...["light brand link", "light brand label", "light brand button"],
    ...["dark accentDark link", "dark accentDark label", "dark accentDark button"],
  ]);
  expect(found({ accent: yellow, colorScheme: "dark" })).toEqual([]);
});

it("asks less of a button's edge than of text", () => {
  const grey = "#808080";
  expect(checkTheme(themeWith({ accent: grey, colorScheme: "light" }), null).map(({ use }) => use)).toEqual([
    "link",
    "label",
  ]);
});
