import { forgetVisits } from "@/components/session/recent-visits";
import { request } from "@/lib/api/client";
import { startViewingEndpoint, stopViewingEndpoint } from "@/lib/api/endpoints/support";

/**
 * Makes this browser of support staff show a company's own dashboard, read only. The visitor goes there.
 * @throws ApiError
 */
export async function viewTenant(tenantId: string): Promise<void> {
  await request(startViewingEndpoint, { tenantId });
  forgetVisits();
  // A whole new document: nothing of another company stays in memory.
  location.assign("/");
}

/**
 * Back to what support knows of the company.
 * @throws ApiError
 */
export async function leaveTenant(tenantId: string): Promise<void> {
  await request(stopViewingEndpoint, {});
  forgetVisits();
  location.assign(`/support/tenants/${tenantId}`);
}
