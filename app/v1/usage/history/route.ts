import { listUsage } from "@/lib/accounts/quotas/list-usage";
import { listUsageEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";

export const GET = handle(listUsageEndpoint, listUsage);
