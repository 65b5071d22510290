import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { lockApplication } from "@/lib/accounts/applications/lock-application";
import { assertFields } from "@/lib/accounts/credentials/assert-fields";
import { assertZoneName } from "@/lib/accounts/credentials/assert-zone-name";
import { getCredentialRow, toCredentialResource } from "@/lib/accounts/credentials/credential-row";
import { hintsOf } from "@/lib/accounts/credentials/hints-of";
import { countTrial, runTrial } from "@/lib/accounts/credentials/run-trial";
import { type CreateCredentialInput, type CredentialResource, maxCredentials } from "@/lib/accounts/credentials/schema";
import { addZones } from "@/lib/accounts/credentials/set-zones";
import { answerInTransaction, type Tx } from "@/lib/db/transaction";
import type { Credential, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { adapters, findAdapter } from "@/lib/dns/adapters/adapters";
import { refusalOfFault } from "@/lib/dns/adapters/refusal-of-fault";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { actorLabel, type Context } from "@/lib/platform/ports/context";

/**
 * Stores a provider's credential for an application, once a trial has shown which zones it reaches and that it can write.
 * What is refused is not stored.
 * @throws Refusal invalid, not_found, invalid_state (too many), rate_limited, provider_error (the trial failed)
 */
export async function createCredential(ctx: Context, input: CreateCredentialInput): Promise<CredentialResource> {
  await getApplicationRow(ctx, input.id);
  const adapter = findAdapter(input.provider);
  if (adapter === null) {
    const known = adapters.map(({ facts }) => facts.provider).join(", ");
    throw new Refusal("invalid", `Records cannot be written at this provider. Those that can: ${known}.`, {
      param: "provider",
    });
  }
  const { fields } = adapter.facts;
  const credential = assertFields(fields, input.fields, { allowLoopback: ctx.policy.sandbox });
  const zone = assertZoneName(ctx, input.zone);
  await assertRoom(ctx, input.id);
  countTrial(ctx);
  const writer = open(ctx, input.provider, credential);
  const outcome = await runTrial(writer, { now: ctx.now(), zone, probe: true });
  if (!outcome.ok) {
    const { fault } = outcome;
    throw refusalOfFault(fault, { provider: input.provider, retryAfterMs: fault.retryAfterMs });
  }
  const { trial } = outcome;
  return answerInTransaction(ctx, async (tx) => {
    await lockApplication(ctx, tx, input.id, "update");
    await assertRoom(ctx, input.id, tx);
    const now = ctx.now();
    const { id } = await tx.dnsCredential.create({
      data: {
        id: newId(now),
        tenantId: ctx.tenantId,
        applicationId: input.id,
        provider: input.provider,
        label: input.label,
        fieldsSealed: ctx.encryptor.encrypt(JSON.stringify(credential)),
        hints: hintsOf(fields, credential),
        zonesComplete: trial.complete,
        probedZone: trial.probedZone,
        createdAt: now,
        createdBy: actorLabel(ctx.actor),
        testedAt: now,
        expiresAt: trial.expiresAt ?? input.expiresAt ?? null,
      },
    });
    await addZones(ctx, tx, { credentialId: id, applicationId: input.id, names: trial.zones });
    await recordAudit(ctx, tx, "credential.created", id, {
      applicationId: input.id,
      provider: input.provider,
      label: input.label,
      zones: trial.zones.length,
    });
    return toCredentialResource(await getCredentialRow(ctx, { id: input.id, credentialId: id }, tx));
  });
}

/** @throws Refusal invalid: what the fields alone show */
function open(ctx: Context, provider: string, credential: Credential): ZoneWriter {
  try {
    return ctx.zoneWriters.open({ tenantId: ctx.tenantId, provider, credential });
  } catch (error) {
    throw error instanceof ProviderFault ? refusalOfFault(error, { provider, as: "invalid" }) : error;
  }
}

/** The application's row is locked where it counts, so that concurrent requests do not exceed the limit. */
async function assertRoom(ctx: Context, applicationId: string, tx?: Tx): Promise<void> {
  const count = await (tx ?? ctx.database.prisma).dnsCredential.count({
    where: { tenantId: ctx.tenantId, applicationId, deletedAt: null },
  });
  if (count < maxCredentials) return;
  const text = `This application has ${count} credentials, as many as there can be. Delete one first.`;
  throw new Refusal("invalid_state", text, { details: { limit: maxCredentials } });
}
