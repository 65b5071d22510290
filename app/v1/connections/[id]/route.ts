import { archiveConnectionEndpoint, getConnectionEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { preflight } from "@/lib/api/preflight";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { getConnection } from "@/lib/connections/get-connection";

export const GET = handle(getConnectionEndpoint, getConnection);
export const DELETE = handle(archiveConnectionEndpoint, archiveConnection);
export const OPTIONS = preflight;
