import { getBrand } from "@/lib/accounts/branding/get-brand";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { examineShared } from "@/lib/diagnosis/examine-shared";
import { findShareLink } from "@/lib/diagnosis/find-share-link";
import { en } from "@/lib/diagnosis/instructions/languages/en";
import { recordsOfEvidence } from "@/lib/diagnosis/instructions/records-of-evidence";
import type { SharedDiagnosis } from "@/lib/diagnosis/instructions/shared-diagnosis";
import { writeInstructions } from "@/lib/diagnosis/instructions/write-instructions";
import { findProvider } from "@/lib/dns/providers/catalog";
import { Refusal } from "@/lib/kernel/errors";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/**
 * What the person who owns the DNS has to do, and what is done already. Nothing of the tenant's own: no ids, applications,
 * or evidence from our side.
 * @param input `tenantId`: the company whose hostname the page is opened at, which shows its own links alone
 * @throws Refusal not_found: no such link, expired, revoked, or its connection is archived
 */
export async function getSharedDiagnosis(
  service: ServiceContext,
  input: { token: string; tenantId?: string | null },
): Promise<SharedDiagnosis> {
  const link = await findShareLink(service, input);
  if (link === null) throw gone();
  const ctx = onBehalfOf(service, link.tenantId, { kind: "worker" });
  const row = await getConnectionRow(ctx, link.connectionId);
  if (row.state === "archived") throw gone();
  const [brand, { evidence, findings }] = await Promise.all([getBrand(ctx), examineShared(ctx, row)]);
  const provider = evidence.subject.provider?.key ?? row.provider;
  return {
    hostname: row.hostname,
    hostnameUnicode: row.hostnameUnicode,
    state: row.state,
    instructions: writeInstructions({
      connection: row,
      records: recordsOfEvidence(evidence),
      findings,
      provider: provider === null ? null : findProvider(provider),
      asker: { company: brand.name, application: null, logoUrl: brand.logoUrl },
      reader: "dns_owner",
      texts: en,
    }),
    brand,
    checkedAt: new Date(evidence.takenAt),
    expiresAt: link.expiresAt,
  };
}

function gone(): Refusal {
  return new Refusal("not_found", "This link has expired or was withdrawn. Ask whoever sent it for a new one.");
}
