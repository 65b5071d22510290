import { leaveTenantEndpoint, switchTenantEndpoint } from "@/lib/api/endpoints/session";
import { handle } from "@/lib/api/handle";
import { leaveTenant } from "@/lib/tenants/leave-tenant";
import { switchTenant } from "@/lib/users/switch-tenant";

export const POST = handle(switchTenantEndpoint, switchTenant);
export const DELETE = handle(leaveTenantEndpoint, leaveTenant);
