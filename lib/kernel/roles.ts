import { type Scope, scopes } from "@/lib/kernel/scopes";

export const roles = ["owner", "admin", "member"] as const;
export type Role = (typeof roles)[number];

/** What pages may show to support staff who view a tenant. `assertCaller` limits them to reads. */
export const viewerScopes: readonly Scope[] = ["connections:read", "apps:admin", "webhooks:write", "usage:read"];

/**
 * What each role may do, as the scopes of API keys. A member works with domains and cannot create credentials. The
 * verbs check what only an owner may do (owners' roles, the plan): an admin has the same scopes.
 */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  owner: scopes,
  admin: scopes,
  member: ["connections:read", "connections:write", "usage:read"],
};
