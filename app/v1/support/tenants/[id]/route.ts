import { getSupportTenantEndpoint, updateSupportTenantEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { getSupportTenant } from "@/lib/support/get-support-tenant";
import { updateSupportTenant } from "@/lib/support/update-support-tenant";

export const GET = handle(getSupportTenantEndpoint, getSupportTenant);
export const PATCH = handle(updateSupportTenantEndpoint, updateSupportTenant);
