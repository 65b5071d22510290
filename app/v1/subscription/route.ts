import { getSubscription } from "@/lib/accounts/billing/get-subscription";
import { getSubscriptionEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";

export const GET = handle(getSubscriptionEndpoint, getSubscription);
