import { switchTenantEndpoint } from "@/lib/api/endpoints/session";
import { handle } from "@/lib/api/handle";
import { switchTenant } from "@/lib/users/switch-tenant";

export const POST = handle(switchTenantEndpoint, switchTenant);
