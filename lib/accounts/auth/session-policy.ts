/** A session ends when it is unused for this long. */
export const sessionLifeMs = 30 * 86_400_000;
/** How long support staff may view a tenant before they must confirm again. */
export const viewingMs = 60 * 60_000;
/** Use is recorded once a minute, not with a write per request. */
export const seenResolutionMs = 60_000;
/** How many memberships and sessions of a person are read. */
export const maxMemberships = 100;
export const maxDevices = 100;
/** In place of a tenant where there is none: no row has this id. */
export const noTenantId = "00000000-0000-0000-0000-000000000000";
