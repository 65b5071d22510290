import { verifyConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { verifyConnections } from "@/lib/connections/verify-connections";

export const POST = handle(verifyConnectionsEndpoint, verifyConnections);
