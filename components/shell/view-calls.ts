import { forgetVisits } from "@/components/session/recent-visits";
import { startViewingCall } from "@/lib/api/calls/start-viewing";
import { stopViewingCall } from "@/lib/api/calls/stop-viewing";
import { request } from "@/lib/api/client";

/**
 * Switches this browser of support staff to a company's own dashboard, read-only, and opens a page of it.
 * @throws ApiError
 */
export async function viewTenant(tenantId: string, path: string): Promise<void> {
  await request(startViewingCall, { tenantId });
  forgetVisits();
  // A full page load, so that no data of another company stays in memory.
  location.assign(path);
}

/**
 * Goes back to the company's page in the support console.
 * @throws ApiError
 */
export async function leaveTenant(tenantId: string): Promise<void> {
  await request(stopViewingCall, {});
  forgetVisits();
  location.assign(`/support/tenants/${tenantId}`);
}
