import { applyReport } from "@/lib/billing/apply-report";
import { logFailure } from "@/lib/billing/start-checkout";
import type { ServiceContext } from "@/lib/context";

/**
 * A message of the billing provider, from the network: nothing in it counts before its signature does.
 * @throws Refusal invalid (signature), billing_unavailable
 */
export async function takeMessage(service: ServiceContext, rawBody: string, signature: string): Promise<void> {
  const report = await logFailure(service, service.billing.readMessage(rawBody, signature));
  if (report) await applyReport(service, report);
}
