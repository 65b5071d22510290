import type { Subscription } from "@/lib/db/generated/client";

/** Statuses after which nothing is ever billed again. */
const endedStatuses = new Set(["canceled", "incomplete_expired"]);

type Running = Subscription & { subscriptionId: string };

/** Whether the provider has a subscription that it may still take money for. */
export function isRunning(subscription: Subscription | null): subscription is Running {
  return subscription !== null && subscription.subscriptionId !== null && !endedStatuses.has(subscription.status);
}
