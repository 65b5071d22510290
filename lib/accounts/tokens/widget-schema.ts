import { z } from "zod";
import { brandSchema } from "@/lib/accounts/branding/schema";
import { isoDate } from "@/lib/kernel/iso-date";
import { languages } from "@/lib/kernel/languages";

/** What a widget needs before its first step, on the wire: no server imports. */

export const getWidgetSchema = z.strictObject({});

/** How the widget and the hosted page look, per application. `null` in a field: the default. */
export const widgetThemeSchema = z.strictObject({
  colorScheme: z.enum(["light", "dark", "auto"]).default("auto"),
  /** `#rrggbb`, or null. */
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, "a color as #rrggbb")
    .nullable()
    .default(null),
  accentDark: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, "a color as #rrggbb")
    .nullable()
    .default(null),
  radius: z.enum(["none", "small", "medium", "large"]).default("medium"),
  font: z.enum(["page", "system", "serif", "mono"]).default("system"),
  density: z.enum(["comfortable", "compact"]).default("comfortable"),
  showLogo: z.boolean().default(true),
});

export type WidgetTheme = z.infer<typeof widgetThemeSchema>;

export const widgetSchema = z.object({
  applicationId: z.uuid(),
  applicationName: z.string(),
  environment: z.enum(["test", "live"]),
  /** The token works for it alone; null: for any. */
  hostname: z.string().nullable(),
  brand: brandSchema,
  theme: widgetThemeSchema,
  languages: z.array(z.enum(languages)),
  expiresAt: isoDate,
});

export type WidgetResource = z.infer<typeof widgetSchema>;
