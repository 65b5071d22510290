import { changePlanEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";
import { changePlan } from "@/lib/billing/change-plan";

export const POST = handle(changePlanEndpoint, changePlan);
