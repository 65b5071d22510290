import { leaveTenant } from "@/lib/accounts/users/leave-tenant";
import { switchTenant } from "@/lib/accounts/users/switch-tenant";
import { leaveTenantEndpoint, switchTenantEndpoint } from "@/lib/api/endpoints/session";
import { handle } from "@/lib/api/handle";

export const POST = handle(switchTenantEndpoint, switchTenant);
export const DELETE = handle(leaveTenantEndpoint, leaveTenant);
