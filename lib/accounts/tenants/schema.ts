import { z } from "zod";
import { pageInput } from "@/lib/db/pagination";
import { isoDate } from "@/lib/kernel/iso-date";
import { companyName } from "@/lib/kernel/one-line";
import { roles } from "@/lib/kernel/roles";

export const tenantSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  plan: z.string(),
  createdAt: isoDate,
});
export type TenantResource = z.infer<typeof tenantSchema>;

export const getTenantSchema = z.strictObject({});
export const updateTenantSchema = z.strictObject({ name: companyName(120) });
export type UpdateTenantInput = z.infer<typeof updateTenantSchema>;

export const memberSchema = z.object({
  userId: z.uuid(),
  email: z.string(),
  /** Empty: not given. */
  name: z.string(),
  role: z.enum(roles),
  createdAt: isoDate,
});
export type MemberResource = z.infer<typeof memberSchema>;

export const listMembersSchema = z.strictObject(pageInput);
export type ListMembersInput = z.infer<typeof listMembersSchema>;
export const memberIdSchema = z.strictObject({ userId: z.uuid() });
export type MemberIdInput = z.infer<typeof memberIdSchema>;
export const updateMemberSchema = z.strictObject({ userId: z.uuid(), role: z.enum(roles) });
export type UpdateMemberInput = z.infer<typeof updateMemberSchema>;

/** Nobody is invited as an owner: an owner promotes a member. */
const invitedRoleSchema = z.enum(["admin", "member"]);

export const createInvitationSchema = z.strictObject({
  email: z
    .email("an email address, like name@example.com")
    .max(254)
    .transform((value) => value.toLowerCase()),
  role: invitedRoleSchema.default("member"),
});
export type CreateInvitationInput = z.infer<typeof createInvitationSchema>;

export const invitationSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  role: z.enum(roles),
  /** Who invited: `user:<id>` or `key:<id>`. */
  invitedBy: z.string(),
  expiresAt: isoDate,
  createdAt: isoDate,
});
export type InvitationResource = z.infer<typeof invitationSchema>;

export const listInvitationsSchema = z.strictObject(pageInput);
export type ListInvitationsInput = z.infer<typeof listInvitationsSchema>;
export const invitationIdSchema = z.strictObject({ id: z.uuid() });
export type InvitationIdInput = z.infer<typeof invitationIdSchema>;
