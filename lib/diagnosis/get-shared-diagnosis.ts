import { toConnectionResource } from "@/lib/connections/connection-resource";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { examineConnection, toFindings } from "@/lib/diagnosis/diagnose-connection";
import type { Finding } from "@/lib/diagnosis/evidence/finding";
import type { SharedDiagnosis } from "@/lib/diagnosis/schema";
import { summariseEvidence } from "@/lib/diagnosis/summarise-evidence";
import { dnsPageOf, providers } from "@/lib/dns/providers/catalog";
import { Refusal } from "@/lib/kernel/errors";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/** A link is public, and a diagnosis sends dozens of queries: visitors within this time share one. */
const sharedMs = 5_000;

const maxTokenLength = 100;

/**
 * What the person who owns the DNS needs: the records, what we observe of them, and the findings. Nothing of the tenant's
 * own: no ids, applications, or evidence from our side.
 * @throws Refusal not_found: no such link, expired, revoked, or its connection is archived
 */
export async function getSharedDiagnosis(service: ServiceContext, input: { token: string }): Promise<SharedDiagnosis> {
  const link =
    input.token.length > maxTokenLength
      ? null
      : await service.database.prisma.shareLink.findUnique({ where: { tokenHash: hashSecret(input.token) } });
  if (!link || link.revokedAt !== null || link.expiresAt <= service.now()) throw gone();
  const ctx = onBehalfOf(service, link.tenantId, { kind: "worker" });
  const row = await getConnectionRow(ctx, link.connectionId);
  if (row.state === "archived") throw gone();
  const { evidence, findings } = await ctx.memory.share(`shared-diagnosis ${row.id}`, sharedMs, () =>
    examineConnection(ctx, row.id),
  );
  const resource = toConnectionResource(row, ctx);
  const provider = providers.find(({ key }) => key === (evidence.subject.provider?.key ?? row.provider));
  return {
    hostname: resource.hostname,
    hostnameUnicode: resource.hostnameUnicode,
    kind: resource.kind,
    state: resource.state,
    ownershipChallenge: resource.ownershipChallenge,
    observedRecords: resource.observedRecords,
    ownership: resource.ownership,
    pointing: resource.pointing,
    certificate: resource.certificate.status,
    provider: provider
      ? {
          key: provider.key,
          name: provider.name,
          dnsPageUrl: dnsPageOf(provider, evidence.subject.zone ?? row.registrableDomain),
        }
      : null,
    findings: toFindings(ctx, findings.map(redact), row),
    answers: summariseEvidence(evidence).answers,
    checkedAt: new Date(evidence.takenAt),
    expiresAt: link.expiresAt,
  };
}

function gone(): Refusal {
  return new Refusal("not_found", "This link has expired or was withdrawn. Ask whoever sent it for a new one.");
}

/** A finding that is ours to fix says only that, without internals. */
function redact(finding: Finding): Finding {
  if (finding.who === "customer" || finding.who === "dns_provider") return finding;
  return {
    ...finding,
    title: "We are still at it",
    explanation: "Something on our side, or at the certificate authority, is not ready yet.",
    fix: "There is nothing for you to do.",
    evidence: [],
    record: null,
  };
}
