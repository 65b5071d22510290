import type { MemberResource } from "@/lib/accounts/tenants/schema";

export type Role = MemberResource["role"];

/** What each role may do, in the words of the page. */
export const roleTexts: Record<Role, { label: string; text: string }> = {
  owner: { label: "Owner", text: "Everything, with the plan and who else is an owner." },
  admin: { label: "Admin", text: "Everything but the plan and the owners." },
  member: { label: "Member", text: "Works with connections and sees the usage. No keys, webhooks or team." },
};
