import { z } from "zod";
import { type CredentialResource, maxZonesShown } from "@/lib/accounts/credentials/schema";
import type { DnsCredential, Prisma } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { findAdapter } from "@/lib/dns/adapters/adapters";
import { describeFault } from "@/lib/dns/adapters/describe-fault";
import { providerName } from "@/lib/dns/providers/catalog";
import { type ProviderFaultCode, providerFaults } from "@/lib/dns/zones/provider-fault";
import { Refusal } from "@/lib/kernel/errors";
import { type Context, visibleApplications } from "@/lib/platform/ports/context";

/** What verbs may know of a credential: never its fields. */
export type StoredCredential = {
  id: string;
  applicationId: string;
  provider: string;
  label: string;
  /** Of its last use; null: it went well. */
  lastErrorCode: string | null;
};

/** What a resource is made of. */
export const withZones = {
  zones: { select: { name: true }, orderBy: { name: "asc" }, take: maxZonesShown },
  _count: { select: { zones: true } },
} satisfies Prisma.DnsCredentialInclude;

export type CredentialRow = Prisma.DnsCredentialGetPayload<{ include: typeof withZones }>;

/** @throws Refusal not_found, also for a deleted one, another tenant's, and the other environment's */
export async function getCredentialRow(
  ctx: Context,
  { id, credentialId }: { id: string; credentialId: string },
  tx?: Tx,
): Promise<CredentialRow> {
  const row = await (tx ?? ctx.database.prisma).dnsCredential.findFirst({
    where: {
      id: credentialId,
      applicationId: id,
      tenantId: ctx.tenantId,
      deletedAt: null,
      application: visibleApplications(ctx.actor),
    },
    include: withZones,
  });
  if (!row) throw new Refusal("not_found", `There is no credential ${credentialId}.`);
  return row;
}

const hintsSchema = z.record(z.string(), z.string());

export function toCredentialResource(row: CredentialRow): CredentialResource {
  return {
    id: row.id,
    applicationId: row.applicationId,
    provider: row.provider,
    providerName: providerName(row.provider),
    label: row.label,
    fields: hintsSchema.parse(row.hints),
    zones: row.zones.map(({ name }) => name),
    zoneCount: row._count.zones,
    zonesComplete: row.zonesComplete,
    probedZone: row.probedZone,
    createdAt: row.createdAt,
    testedAt: row.testedAt,
    lastUsedAt: row.lastUsedAt,
    lastError: lastErrorOf(row),
    expiresAt: row.expiresAt,
  };
}

function lastErrorOf({
  provider,
  lastErrorCode,
  lastError,
  lastErrorAt,
}: DnsCredential): CredentialResource["lastError"] {
  if (lastErrorCode === null || lastErrorAt === null || !isFaultCode(lastErrorCode)) return null;
  const texts = describeFault(
    { code: lastErrorCode, address: null },
    { name: providerName(provider), facts: findAdapter(provider)?.facts ?? null },
  );
  return { code: lastErrorCode, ...texts, said: lastError, at: lastErrorAt };
}

function isFaultCode(code: string): code is ProviderFaultCode {
  return code in providerFaults;
}
