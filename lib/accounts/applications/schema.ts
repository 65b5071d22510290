import { z } from "zod";
import { environmentInput, pageInput } from "@/lib/db/pagination";
import { recordTemplatesSchema } from "@/lib/dns/records/schema";
import { isoDate } from "@/lib/kernel/iso-date";
import { oneLine } from "@/lib/kernel/one-line";
import { scopes } from "@/lib/kernel/scopes";

/** Origin URL: scheme, host, and port only. The edge keeps the path of the visitor's request. */
export const upstreamSchema = z
  .url({ protocol: /^https?$/, error: "an http or https URL" })
  .max(2_048)
  .refine((value) => isOrigin(value), "only scheme, host and port: no path, query, fragment or credentials")
  .transform((value) => new URL(value).origin);

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "" && url.password === "";
}

const hostPattern = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** A name as a Host header has it: in lower case, as A-labels. No address, port or path. */
export const upstreamHostSchema = z
  .string()
  .max(255)
  .refine((value) => asHost(value) !== null, "a hostname such as shop.example.com: no scheme, port, path or address")
  .transform((value) => asHost(value) ?? value);

function asHost(value: string): string | null {
  const text = value.trim().replace(/\.$/, "");
  if (!/^[^\s/\\?#@:[\]%]+$/.test(text) || !URL.canParse(`http://${text}`)) return null;
  const { hostname } = new URL(`http://${text}`);
  return hostPattern.test(hostname) && !/(^|\.)\d+$/.test(hostname) ? hostname : null;
}

const upstreamHostText =
  "The host that your origin gets in place of the visitor's, for platforms that route by it, such as `shop-123.herokuapp.com`. Over https it is also the name of the TLS handshake and of the certificate that is accepted. The visitor's host is in `X-Forwarded-Host`. Null: the visitor's host, and the name in `upstream` for TLS.";

const color = z.string().regex(/^#[0-9a-f]{6}$/i, "a color as #rrggbb");

const themeFields = {
  colorScheme: z.enum(["light", "dark", "auto"]).describe("`auto`: as the visitor's browser prefers."),
  accent: color.toLowerCase().nullable().describe("Of buttons and links, as `#rrggbb`. Null: your brand's color."),
  accentDark: color.toLowerCase().nullable().describe("The same on dark. Null: `accent`."),
  radius: z.enum(["none", "small", "medium", "large"]).describe("Of corners."),
  font: z.enum(["page", "system", "serif", "mono"]).describe("`page`: the font of the page that opens the widget."),
  density: z.enum(["comfortable", "compact"]),
  showLogo: z.boolean().describe("Whether your brand's logo is shown."),
};

/** What is given of a theme; the rest stays as it is. */
const widgetThemeInput = z
  .strictObject(themeFields)
  .partial()
  .nullable()
  .optional()
  .describe("How the widget and the hosted page look. Fields that you leave out stay; null: the defaults again.");

/** How the widget and the hosted page look, per application. */
export const widgetThemeSchema = z.strictObject({
  colorScheme: themeFields.colorScheme.default("auto"),
  accent: themeFields.accent.default(null),
  accentDark: themeFields.accentDark.default(null),
  radius: themeFields.radius.default("medium"),
  font: themeFields.font.default("system"),
  density: themeFields.density.default("comfortable"),
  showLogo: themeFields.showLogo.default(true),
});

export type WidgetTheme = z.infer<typeof widgetThemeSchema>;

export const createApplicationSchema = z.strictObject({
  name: oneLine(120),
  environment: z.enum(["test", "live"]),
  upstream: upstreamSchema.nullable().default(null),
  upstreamHost: upstreamHostSchema.nullable().optional().describe(upstreamHostText),
  recordTemplate: recordTemplatesSchema.nullable().default(null),
  allowedOrigins: z.array(upstreamSchema).max(50).default([]),
  verifyOrigin: z
    .boolean()
    .optional()
    .describe(
      "Default false. With true, a connection becomes live only once your server answers `GET /.well-known/latchkey-connection` of its hostname with its id as the first line.",
    ),
  repairDrift: z
    .boolean()
    .optional()
    .describe(
      "Default false. With true, records of a live domain that have drifted are written again through its DNS credential: at most 3 times a day, and never over a change that was made again after a repair.",
    ),
  widget: widgetThemeInput,
});

export type CreateApplicationInput = z.infer<typeof createApplicationSchema>;

export const updateApplicationSchema = z.strictObject({
  id: z.uuid(),
  name: createApplicationSchema.shape.name.optional(),
  upstream: upstreamSchema.nullable().optional(),
  upstreamHost: upstreamHostSchema.nullable().optional(),
  recordTemplate: recordTemplatesSchema.nullable().optional(),
  allowedOrigins: z.array(upstreamSchema).max(50).optional(),
  verifyOrigin: z.boolean().optional(),
  repairDrift: z.boolean().optional(),
  widget: widgetThemeInput,
  /** Declared, so that the error can say more than "no such field". */
  environment: z.never("the environment of an application cannot change: create another application").optional(),
});

export type UpdateApplicationInput = z.infer<typeof updateApplicationSchema>;

export const listApplicationsSchema = z.strictObject({ ...pageInput, ...environmentInput });
export type ListApplicationsInput = z.infer<typeof listApplicationsSchema>;

export const applicationIdSchema = z.strictObject({ id: z.uuid() });
export type ApplicationIdInput = z.infer<typeof applicationIdSchema>;

export const applicationSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  environment: z.enum(["test", "live"]),
  recordTemplate: recordTemplatesSchema.nullable(),
  allowedOrigins: z.array(z.string()),
  upstream: z.string().nullable(),
  upstreamHost: z.string().nullable().describe(upstreamHostText),
  verifyOrigin: z.boolean().describe("Whether your server must confirm each hostname before it is live."),
  repairDrift: z.boolean().describe("Whether records that have drifted are written again without a person."),
  widget: widgetThemeSchema.describe("How the widget and the hosted page look."),
  createdAt: isoDate,
});

export type ApplicationResource = z.infer<typeof applicationSchema>;

/** What a form or filter needs, and all that a member who only works with domains sees. */
export const applicationNameSchema = applicationSchema.pick({ id: true, name: true, environment: true });

export type ApplicationName = z.infer<typeof applicationNameSchema>;

export const createKeySchema = z.strictObject({
  id: z.uuid(),
  name: oneLine(120),
  scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
});

export type CreateKeyInput = z.infer<typeof createKeySchema>;

export const listKeysSchema = z.strictObject({ id: z.uuid(), ...pageInput });
export type ListKeysInput = z.infer<typeof listKeysSchema>;

export const keyIdSchema = z.strictObject({ id: z.uuid(), keyId: z.uuid() });
export type KeyIdInput = z.infer<typeof keyIdSchema>;

export const keySchema = z.object({
  id: z.uuid(),
  applicationId: z.uuid(),
  name: z.string(),
  last4: z.string(),
  environment: z.enum(["test", "live"]),
  scopes: z.array(z.string()),
  lastUsedAt: isoDate.nullable(),
  revokedAt: isoDate.nullable(),
  createdAt: isoDate,
});

export type KeyResource = z.infer<typeof keySchema>;

/** Only the response to its creation has the secret. */
export const createdKeySchema = keySchema.extend({ secret: z.string() });

export type CreatedKeyResource = z.infer<typeof createdKeySchema>;
