import { Refusal } from "@/lib/kernel/errors";
import type { Billing } from "@/lib/platform/ports/billing";

/** The default: nobody takes money, and every way to pay says so. */
export const noBilling: Billing = {
  provider: null,
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
