import { z } from "zod";
import { isoDate } from "@/lib/kernel/iso-date";
import { oneLine, personName } from "@/lib/kernel/one-line";
import { roles } from "@/lib/kernel/roles";
import { scopes } from "@/lib/kernel/scopes";

export const userSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  /** Empty: not given. */
  name: z.string(),
  emailVerified: z.boolean(),
  /** false: they sign in with GitHub or Google only. */
  hasPassword: z.boolean(),
  /** Whether they ended the hints for newcomers. */
  tourEnded: z.boolean(),
});

export type UserResource = z.infer<typeof userSchema>;

export const userRoleSchema = z.enum(roles);

export const userSessionSchema = z.object({
  id: z.uuid(),
  user: userSchema,
  /** The tenant that the browser shows; null: the person is a member of none. */
  tenant: z.object({ id: z.uuid(), name: z.string(), plan: z.string() }).nullable(),
  role: userRoleSchema.nullable(),
  /** What the role allows. */
  scopes: z.array(z.enum(scopes)),
  /** Every tenant that they may switch to. */
  memberships: z.array(z.object({ tenantId: z.uuid(), name: z.string(), role: userRoleSchema })),
  isStaff: z.boolean(),
  /** Support staff views `tenant`, read-only, until then; null: `tenant` is the person's own. */
  viewingUntil: isoDate.nullable(),
  expiresAt: isoDate,
});

export type SessionResource = z.infer<typeof userSessionSchema>;

export const getSessionSchema = z.strictObject({});

export const switchTenantSchema = z.strictObject({ tenantId: z.uuid() });
export type SwitchTenantInput = z.infer<typeof switchTenantSchema>;

export const updateUserSchema = z
  .strictObject({
    name: personName(120).optional(),
    /** Ends the hints for newcomers, on every device. */
    tourEnded: z.literal(true).optional(),
    /** A new password ends every other session. */
    password: z.string().min(12, "at least 12 characters").max(256).optional(),
    /** Required with `password` where one is set. */
    currentPassword: z.string().min(1).max(256).optional(),
  })
  .refine((input) => input.currentPassword === undefined || input.password !== undefined, {
    error: "is only used with a new password",
    path: ["currentPassword"],
  });
export type UpdateUserInput = z.infer<typeof updateUserSchema>;

export const deviceSchema = z.object({
  id: z.uuid(),
  /** Whether it is the caller's own browser. */
  isCurrent: z.boolean(),
  ip: z.string().nullable(),
  userAgent: z.string(),
  createdAt: isoDate,
  /** To the minute. */
  lastSeenAt: isoDate,
  expiresAt: isoDate,
});
export type DeviceResource = z.infer<typeof deviceSchema>;

export const deviceListSchema = z.object({ data: z.array(deviceSchema) });
export const deviceIdSchema = z.strictObject({ id: z.uuid() });
export type DeviceIdInput = z.infer<typeof deviceIdSchema>;
export const endedDevicesSchema = z.object({ ended: z.number().int() });

/** Of a member, in one company. */
export const maxSavedViews = 20;

const viewName = oneLine(60);

export const saveViewSchema = z.strictObject({
  name: viewName.describe("A view of the same name is replaced."),
  query: z
    .string()
    .regex(/^[!-~]{0,4000}$/)
    .describe("Filters and order, as the address of the page has them after `?`."),
  columns: z
    .array(z.string().regex(/^[a-z_]{1,40}$/))
    .max(20)
    .nullable()
    .default(null)
    .describe("null: those that usually help."),
  compact: z.boolean().default(false).describe("Lower rows."),
});

export type SaveViewInput = z.infer<typeof saveViewSchema>;

export const deleteViewSchema = z.strictObject({ name: viewName });

export type DeleteViewInput = z.infer<typeof deleteViewSchema>;

export const savedViewSchema = z.object({
  name: z.string(),
  query: z.string(),
  columns: z.array(z.string()).nullable(),
  compact: z.boolean(),
});

export type SavedViewResource = z.infer<typeof savedViewSchema>;

/** By name. */
export const savedViewsSchema = z.object({ data: z.array(savedViewSchema) });

export type SavedViews = z.infer<typeof savedViewsSchema>;
