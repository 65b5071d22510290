import { getOverviewEndpoint } from "@/lib/api/endpoints/stats";
import { handle } from "@/lib/api/handle";
import { getOverview } from "@/lib/connections/stats/get-overview";

export const GET = handle(getOverviewEndpoint, getOverview);
