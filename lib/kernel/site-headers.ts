/** Headers between our own programs: what comes from outside with these names is removed before they are set. */

/** Set by our Caddy on requests for a hostname that serves a company's share pages. */
export const siteHeader = "x-latchkey-site";
/** Its value. */
export const shareSite = "share-pages";

/** Set by the server for pages: the company whose hostname the request is for. */
export const shareTenantHeader = "x-latchkey-share-tenant";
