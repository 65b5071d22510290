import { z } from "zod";

/** How a company presents itself to the owners of domains: on share pages and in mails. Nothing else of the company. */
export const brandSchema = z.object({
  /** The display name, or else the company's name. */
  name: z.string(),
  /** On the site of the page that shows it. */
  logoUrl: z.string().nullable(),
  /** `#rrggbb`; null: ours. */
  color: z.string().nullable(),
  /** Where readers get help from the company: an https or mailto URL. */
  helpUrl: z.string().nullable(),
  /** Whether “Powered by Latchkey” is shown. */
  poweredBy: z.boolean(),
  /** The origin of the company's own hostname for share pages, while it is live; null: the platform's. */
  linkOrigin: z.string().nullable(),
});

export type Brand = z.infer<typeof brandSchema>;
