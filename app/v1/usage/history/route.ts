import { listUsageEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";
import { listUsage } from "@/lib/quotas/list-usage";

export const GET = handle(listUsageEndpoint, listUsage);
