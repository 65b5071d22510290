import { getUsage } from "@/lib/accounts/quotas/get-usage";
import { getUsageEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";

export const GET = handle(getUsageEndpoint, getUsage);
