import { changePlan } from "@/lib/accounts/billing/change-plan";
import { changePlanEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";

export const POST = handle(changePlanEndpoint, changePlan);
