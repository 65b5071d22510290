import type { MemberResource } from "@/lib/accounts/tenants/schema";

export type Role = MemberResource["role"];

/** What each role can do. */
export const roleTexts: Record<Role, { label: string; text: string }> = {
  owner: { label: "Owner", text: "Full access, including the plan and other owners." },
  admin: { label: "Admin", text: "Everything except the plan and owners." },
  member: { label: "Member", text: "Manages domains and sees usage. No keys, webhooks or team." },
};
