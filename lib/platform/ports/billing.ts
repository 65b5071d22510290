import type { PlanName } from "@/lib/kernel/plans";

export type Checkout = {
  tenantId: string;
  tenantName: string;
  plan: PlanName;
  /** The billing provider's id of this customer, where it knows it already. */
  customerId: string | null;
  successUrl: string;
  cancelUrl: string;
  /** The same for the same request, so that two calls open one checkout. */
  idempotencyKey: string;
};

export type SubscriptionChange = {
  subscriptionId: string;
  /** `free` ends the subscription at the end of the paid period. */
  plan: PlanName;
};

/** A subscription as the billing provider reports it. */
export type SubscriptionReport = {
  /** As the provider reports it: not yet known to be one of ours. */
  tenantId: string | null;
  /** The plan that the subscription entitles to; null: not decided yet. May be a name that no plan has. */
  plan: string | null;
  customerId: string;
  subscriptionId: string;
  /** In the provider's words. */
  status: string;
  currentPeriodEnd: Date | null;
  /** When the provider created the message. */
  reportedAt: Date;
};

/** The billing provider, chosen by the environment. */
export interface Billing {
  /** null: none. */
  provider: string | null;
  /** The plans that a person can pay for here. */
  plans: readonly PlanName[];
  /** @throws Refusal billing_unavailable */
  createCheckout(checkout: Checkout): Promise<{ url: string }>;
  /**
   * Changes a running subscription. The plan changes with the provider's message, not here.
   * @throws Refusal billing_unavailable
   */
  changeSubscription(change: SubscriptionChange): Promise<void>;
  /**
   * Reads a message of the provider; null for one that is about something else.
   * @throws Refusal invalid when the signature is not the provider's; billing_unavailable
   */
  readMessage(rawBody: string, signature: string): Promise<SubscriptionReport | null>;
}
