import { getSubscriptionEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";
import { getSubscription } from "@/lib/billing/get-subscription";

export const GET = handle(getSubscriptionEndpoint, getSubscription);
