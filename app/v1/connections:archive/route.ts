import { archiveConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { archiveConnections } from "@/lib/connections/archive-connections";

export const POST = handle(archiveConnectionsEndpoint, archiveConnections);
