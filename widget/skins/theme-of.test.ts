import { expect, it } from "vitest";
import { widgetThemeSchema } from "@/lib/accounts/tokens/widget-schema";
import { defaultTheme, themeOf } from "@/widget/skins/theme-of";

it("has the defaults of the schema", () => {
  expect(defaultTheme).toEqual(widgetThemeSchema.parse({}));
});

it("what the page sets replaces the application's, and what it leaves out does not", () => {
  const application = { ...defaultTheme, accent: "#112233", radius: "none" as const, colorScheme: "dark" as const };
  expect(themeOf(application, { radius: "large", accent: undefined }, undefined)).toEqual({
    ...application,
    radius: "large",
  });
  expect(themeOf(application, { accent: null }, "light")).toMatchObject({ accent: null, colorScheme: "light" });
  expect(themeOf(null)).toEqual(defaultTheme);
});
