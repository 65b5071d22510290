import { createConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { createConnections } from "@/lib/connections/create-connections";

export const POST = handle(createConnectionsEndpoint, createConnections);
