import { z } from "zod";
import { type WidgetTheme, widgetThemeSchema } from "@/lib/accounts/applications/schema";
import { brandSchema } from "@/lib/accounts/branding/schema";
import { isoDate } from "@/lib/kernel/iso-date";
import { languages } from "@/lib/kernel/languages";

/** What a widget needs before its first step, on the wire: no server imports. */

export { type WidgetTheme, widgetThemeSchema };

export const getWidgetSchema = z.strictObject({});

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
