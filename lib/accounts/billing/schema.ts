import { z } from "zod";
import { planNameSchema } from "@/lib/accounts/quotas/schema";
import { isoDate } from "@/lib/kernel/iso-date";

/** Shapes of subscriptions on the wire and in forms. */

export const getSubscriptionSchema = z.strictObject({});
export type GetSubscriptionInput = z.infer<typeof getSubscriptionSchema>;

export const subscriptionSchema = z.object({
  plan: planNameSchema,
  /** As the billing provider names it (`active`, `past_due`, …); null: nothing is billed. */
  status: z.string().nullable(),
  provider: z.string().nullable(),
  currentPeriodEnd: isoDate.nullable(),
});

export type SubscriptionResource = z.infer<typeof subscriptionSchema>;

export const changePlanSchema = z.strictObject({ plan: planNameSchema });
export type ChangePlanInput = z.infer<typeof changePlanSchema>;

export const changedPlanSchema = subscriptionSchema.extend({
  /** Where a person has to pay before the plan changes; null: no payment is needed. */
  checkoutUrl: z.string().nullable(),
});

export type ChangedPlanResource = z.infer<typeof changedPlanSchema>;

const returnUrlSchema = z.url({ protocol: /^https?$/, error: "an https URL" }).max(2_048);

export const createCheckoutSchema = z.strictObject({
  plan: planNameSchema,
  /** Where the browser returns after the payment, and after cancelling. */
  successUrl: returnUrlSchema,
  cancelUrl: returnUrlSchema,
});

export type CreateCheckoutInput = z.infer<typeof createCheckoutSchema>;

export const checkoutSchema = z.object({ url: z.string() });
export type CheckoutResource = z.infer<typeof checkoutSchema>;
