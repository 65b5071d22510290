import { countConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { countConnections } from "@/lib/connections/count-connections";

export const GET = handle(countConnectionsEndpoint, countConnections);
