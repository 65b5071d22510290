import { listPlansEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";
import { listPlans } from "@/lib/quotas/list-plans";

export const GET = handle(listPlansEndpoint, listPlans);
