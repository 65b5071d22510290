import { Refusal } from "@/lib/kernel/errors";
import type { Billing } from "@/lib/platform/ports/billing";

/** The default: no billing, and every attempt to pay is refused. */
export const noBilling: Billing = {
  provider: null,
  plans: [],
  async createCheckout() {
    throw unavailable();
  },
  async changeSubscription() {
    throw unavailable();
  },
  async readMessage() {
    throw unavailable();
  },
};

function unavailable(): Refusal {
  return new Refusal(
    "billing_unavailable",
    "No billing provider is configured here. Ask the operator for another plan.",
  );
}
