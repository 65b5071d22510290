import { listSupportTenantsEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { listSupportTenants } from "@/lib/support/list-support-tenants";

export const GET = handle(listSupportTenantsEndpoint, listSupportTenants);
