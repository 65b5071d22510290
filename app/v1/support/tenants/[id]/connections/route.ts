import { listSupportTenantConnectionsEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { listSupportTenantConnections } from "@/lib/support/list-support-tenant-connections";

export const GET = handle(listSupportTenantConnectionsEndpoint, listSupportTenantConnections);
