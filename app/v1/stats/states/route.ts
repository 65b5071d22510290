import { listStateCountsEndpoint } from "@/lib/api/endpoints/stats";
import { handle } from "@/lib/api/handle";
import { listStateCounts } from "@/lib/connections/stats/list-state-counts";

export const GET = handle(listStateCountsEndpoint, listStateCounts);
