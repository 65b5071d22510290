import { listStuckConnectionsEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { listStuckConnections } from "@/lib/support/list-stuck-connections";

export const GET = handle(listStuckConnectionsEndpoint, listStuckConnections);
