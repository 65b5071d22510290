import { getTenantEndpoint, updateTenantEndpoint } from "@/lib/api/endpoints/team";
import { handle } from "@/lib/api/handle";
import { getTenant } from "@/lib/tenants/get-tenant";
import { updateTenant } from "@/lib/tenants/update-tenant";

export const GET = handle(getTenantEndpoint, getTenant);
export const PATCH = handle(updateTenantEndpoint, updateTenant);
