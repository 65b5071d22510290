import { getTenant } from "@/lib/accounts/tenants/get-tenant";
import { updateTenant } from "@/lib/accounts/tenants/update-tenant";
import { getTenantEndpoint, updateTenantEndpoint } from "@/lib/api/endpoints/team";
import { handle } from "@/lib/api/handle";

export const GET = handle(getTenantEndpoint, getTenant);
export const PATCH = handle(updateTenantEndpoint, updateTenant);
