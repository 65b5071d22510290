/** A session that nobody uses for this long is over. */
export const sessionLifeMs = 30 * 86_400_000;
/** For so long support staff looks at a tenant, until they say so again. */
export const viewingMs = 60 * 60_000;
/** Not a write per request: once a minute says as much. */
export const seenResolutionMs = 60_000;
/** How many memberships and sessions of a person are looked at. */
export const maxMemberships = 100;
export const maxDevices = 100;
/** Stands for the tenant of who is a member of none: no row has it. */
export const noTenantId = "00000000-0000-0000-0000-000000000000";
