import type { CredentialRow } from "@/lib/accounts/credentials/credential-row";
import { errorColumns } from "@/lib/accounts/credentials/note-credential-use";
import { openCredential } from "@/lib/accounts/credentials/open-credential";
import { runTrial, type TrialOutcome } from "@/lib/accounts/credentials/run-trial";
import { setZones } from "@/lib/accounts/credentials/set-zones";
import type { Trial, TrialInput } from "@/lib/accounts/credentials/try-credential";
import { inTransaction } from "@/lib/db/transaction";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import type { Context } from "@/lib/platform/ports/context";

const maxKnown = 100;

/**
 * Tries a stored credential again, and stores what it reaches now. The zones of one that fails stay: its owner has to learn
 * why their records cannot be written.
 */
export async function refreshCredential(
  ctx: Context,
  row: Pick<CredentialRow, "id" | "applicationId" | "testedAt" | "expiresAt">,
  input: Pick<TrialInput, "zone" | "probe">,
): Promise<TrialOutcome> {
  const { id, applicationId, testedAt } = row;
  const known = await ctx.database.prisma.dnsCredentialZone.findMany({
    where: { credentialId: id, tenantId: ctx.tenantId },
    select: { name: true },
    orderBy: { name: "asc" },
    take: maxKnown,
  });
  const outcome = await attempt(ctx, id, { ...input, now: ctx.now(), known: known.map(({ name }) => name) });
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.dnsCredential.updateMany({
      // A later trial has begun from a later time: its result is newer.
      where: { id, tenantId: ctx.tenantId, deletedAt: null, testedAt: { lte: testedAt } },
      data: {
        testedAt: ctx.now(),
        ...errorColumns(outcome.ok ? null : outcome.fault, ctx.now()),
        ...(outcome.ok ? changesOf(outcome.trial, row.expiresAt) : {}),
      },
    });
    if (count === 0 || !outcome.ok) return;
    await setZones(ctx, tx, { credentialId: id, applicationId, names: outcome.trial.zones });
  });
  return outcome;
}

async function attempt(ctx: Context, id: string, input: TrialInput): Promise<TrialOutcome> {
  try {
    const { writer } = await openCredential(ctx, id);
    return await runTrial(writer, input);
  } catch (error) {
    if (error instanceof ProviderFault) return { ok: false, fault: error };
    throw error;
  }
}

function changesOf({ complete, probedZone, expiresAt }: Trial, knownExpiry: Date | null) {
  const isNew = expiresAt !== null && expiresAt.getTime() !== knownExpiry?.getTime();
  return {
    zonesComplete: complete,
    ...(probedZone === null ? {} : { probedZone }),
    ...(isNew ? { expiresAt, expiryMailed: null } : {}),
  };
}
