import type { CredentialResource } from "@/lib/accounts/credentials/schema";

/** What a trial has shown. */
export function outcomeText({ zoneCount, probedZone }: CredentialResource): string {
  const zones = zoneCount === 1 ? "1 domain" : `${zoneCount.toLocaleString("en-GB")} domains`;
  if (probedZone === null) return `It works, and reaches ${zones}. Nothing could be written yet.`;
  return `It works: it reaches ${zones}, and a record was written, read and removed in ${probedZone}.`;
}
