import { listPlans } from "@/lib/accounts/quotas/list-plans";
import { listPlansEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";

export const GET = handle(listPlansEndpoint, listPlans);
