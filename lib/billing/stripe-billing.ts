import { type Billing, noBilling } from "@/lib/billing/billing";

export type StripeOptions = { secretKey: string; webhookSecret: string; priceOf: Record<string, string> };

export function createStripeBilling(_options: StripeOptions): Billing {
  return noBilling;
}
