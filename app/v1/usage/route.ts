import { getUsageEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";
import { getUsage } from "@/lib/quotas/get-usage";

export const GET = handle(getUsageEndpoint, getUsage);
