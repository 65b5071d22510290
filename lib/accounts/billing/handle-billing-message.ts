import { applyReport } from "@/lib/accounts/billing/apply-report";
import type { ServiceContext } from "@/lib/platform/ports/context";

/**
 * A message of the billing provider, from the network: nothing in it counts before its signature does.
 * @throws Refusal invalid (signature), billing_unavailable
 */
export async function takeMessage(service: ServiceContext, rawBody: string, signature: string): Promise<void> {
  const report = await service.billing.readMessage(rawBody, signature);
  if (report) await applyReport(service, report);
}
