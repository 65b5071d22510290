import { createConnectionEndpoint, listConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { preflight } from "@/lib/api/preflight";
import { createConnection } from "@/lib/connections/create-connection";
import { listConnections } from "@/lib/connections/list-connections";

export const POST = handle(createConnectionEndpoint, createConnection);
export const GET = handle(listConnectionsEndpoint, listConnections);
export const OPTIONS = preflight;
