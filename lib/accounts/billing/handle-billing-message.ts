import { applyReport } from "@/lib/accounts/billing/apply-report";
import type { ServiceContext } from "@/lib/platform/ports/context";

/**
 * A message from the billing provider. Nothing in it is trusted before its signature is verified.
 * @throws Refusal invalid (signature), billing_unavailable
 */
export async function handleBillingMessage(service: ServiceContext, rawBody: string, signature: string): Promise<void> {
  const report = await service.billing.readMessage(rawBody, signature);
  if (report) await applyReport(service, report);
}
