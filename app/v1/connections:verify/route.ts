import { verifyConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { verifyConnections } from "@/lib/diagnosis/verify-connections";

export const POST = handle(verifyConnectionsEndpoint, verifyConnections);
