import { z } from "zod";
import { logoTypes, maxLogoBytes } from "@/lib/accounts/branding/policy";
import { isoDate } from "@/lib/kernel/iso-date";
import { companyName, oneLine } from "@/lib/kernel/one-line";

/** How a company presents itself to the owners of domains: on share pages and in mails. Nothing else of the company. */
export const brandSchema = z.object({
  /** The display name, or else the company's name. */
  name: z.string(),
  /** A path on the site of the page that shows it. */
  logoUrl: z.string().nullable(),
  /** `#rrggbb`; null: Latchkey's own. */
  color: z.string().nullable(),
  /** Where readers get help from the company: an https or mailto URL. */
  helpUrl: z.string().nullable(),
  /** Whether “Powered by Latchkey” is shown. */
  poweredBy: z.boolean(),
  /** The origin of the company's own hostname for share pages, while it is live; null: the platform's. */
  linkOrigin: z.string().nullable(),
});

export type Brand = z.infer<typeof brandSchema>;

export const brandingSchema = z.object({
  /** null: the company's name is shown. */
  displayName: z.string().nullable(),
  color: z.string().nullable(),
  helpUrl: z.string().nullable(),
  /** What was chosen; `brand.powered_by` is what is shown, since it needs a plan that allows it. */
  hidePoweredBy: z.boolean(),
  /** Whether the plan allows it. */
  poweredByRemovable: z.boolean(),
  logo: z
    .object({
      url: z.string(),
      mediaType: z.enum(logoTypes),
      width: z.number().int(),
      height: z.number().int(),
      sizeBytes: z.number().int(),
    })
    .nullable(),
  /** The connection whose hostname serves the share pages. */
  hostname: z
    .object({
      connectionId: z.uuid(),
      hostname: z.string(),
      /** Links use it while it is live. */
      isLive: z.boolean(),
    })
    .nullable(),
  /** What readers see. */
  brand: brandSchema,
  /** null: nothing was set yet. */
  updatedAt: isoDate.nullable(),
});

export type BrandingResource = z.infer<typeof brandingSchema>;

export const getBrandingSchema = z.strictObject({});

const helpUrl = oneLine(2_048).refine(isHelpUrl, {
  error: "an https URL, or an email address as mailto:help@example.com",
});

export const updateBrandingSchema = z.strictObject({
  displayName: companyName(120).nullable().optional(),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, "a color as #rrggbb")
    .transform((value) => value.toLowerCase())
    .nullable()
    .optional(),
  helpUrl: helpUrl.nullable().optional(),
  hidePoweredBy: z.boolean().optional(),
});

export type UpdateBrandingInput = z.infer<typeof updateBrandingSchema>;

export const putLogoSchema = z.strictObject({
  /** The file, base64. */
  data: z
    .string()
    .max(Math.ceil(maxLogoBytes / 3) * 4)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/, "base64"),
});

export type PutLogoInput = z.infer<typeof putLogoSchema>;

/** What a reader's browser may be sent to: never a scheme that runs or opens anything else. */
export function isHelpUrl(value: string): boolean {
  if (/^mailto:/i.test(value)) return z.email().max(254).safeParse(value.slice("mailto:".length)).success;
  if (!/^https:\/\/[^\s\\]+$/i.test(value) || !URL.canParse(value)) return false;
  const { username, password, hostname } = new URL(value);
  return username === "" && password === "" && hostname.includes(".");
}
