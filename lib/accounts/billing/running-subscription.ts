import type { Subscription } from "@/lib/db/generated/client";

/** Final statuses: nothing is billed after them. */
const endedStatuses = new Set(["canceled", "incomplete_expired"]);

type Running = Subscription & { subscriptionId: string };

/** Whether the provider may still bill this subscription. */
export function isRunning(subscription: Subscription | null): subscription is Running {
  return subscription !== null && subscription.subscriptionId !== null && !endedStatuses.has(subscription.status);
}
