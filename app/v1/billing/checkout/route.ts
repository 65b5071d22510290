import { createCheckout } from "@/lib/accounts/billing/create-checkout";
import { createCheckoutEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";

export const POST = handle(createCheckoutEndpoint, createCheckout);
