import type { SetApplication } from "@/lib/edge/protocol/set-format";

/**
 * Hostnames that serve a company's share pages are the app's own. For edges they belong to this application, whose upstream
 * is no URL, so that no tenant can set it; an edge of an earlier version answers that it cannot be used.
 */
export const sharePagesApplication: SetApplication = {
  applicationId: "00000000-0000-7000-8000-000000000001",
  tenantId: "00000000-0000-0000-0000-000000000000",
  upstream: "latchkey:share-pages",
  upstreamHost: null,
};
