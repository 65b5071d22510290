import type { PlanName } from "@/lib/kernel/plans";

export type Checkout = {
  tenantId: string;
  tenantName: string;
  plan: PlanName;
  /** The billing provider's id of this customer, where it knows it already. */
  customerId: string | null;
  successUrl: string;
  cancelUrl: string;
  /** The same one for the same wish: asking twice opens one checkout. */
  idempotencyKey: string;
};

export type SubscriptionChange = {
  subscriptionId: string;
  /** `free` ends the subscription when what is paid for is over. */
  plan: PlanName;
};

/** What a billing provider says about a subscription. */
export type SubscriptionReport = {
  /** As the provider has it: not yet known to be one of ours. */
  tenantId: string | null;
  /** What the subscription entitles to; null: not decided yet. May be a name that no plan has. */
  plan: string | null;
  customerId: string;
  subscriptionId: string;
  /** In the provider's words. */
  status: string;
  currentPeriodEnd: Date | null;
  /** When the provider made the message. */
  reportedAt: Date;
};

/** Who takes the money. One implementation is chosen by the environment. */
export interface Billing {
  /** null: nobody. */
  provider: string | null;
  /** @throws Refusal billing_unavailable */
  createCheckout(checkout: Checkout): Promise<{ url: string }>;
  /**
   * Changes a subscription that runs. The plan is switched by the provider's message, and not here.
   * @throws Refusal billing_unavailable
   */
  changeSubscription(change: SubscriptionChange): Promise<void>;
  /**
   * Reads a message of the provider; null for one that is about something else.
   * @throws Refusal invalid when the signature is not the provider's; billing_unavailable
   */
  readMessage(rawBody: string, signature: string): Promise<SubscriptionReport | null>;
}
