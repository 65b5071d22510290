import { createCheckoutEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";
import { createCheckout } from "@/lib/billing/create-checkout";

export const POST = handle(createCheckoutEndpoint, createCheckout);
