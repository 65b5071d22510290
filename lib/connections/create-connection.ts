import { assertRecordTemplates } from "@/lib/connections/assert-records";
import { toConnectionResource } from "@/lib/connections/connection-resource";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { challengeName } from "@/lib/connections/desired-records";
import { assertHostnameFree, hostnameConflict } from "@/lib/connections/hostname-conflict";
import type { ConnectionResource, CreateConnectionInput } from "@/lib/connections/schema";
import { transition } from "@/lib/connections/transition";
import { type Context, environmentFilter } from "@/lib/context";
import { inTransaction, isUniqueViolation, type Tx } from "@/lib/db/transaction";
import { type ParsedHostname, parseHostname } from "@/lib/dns/hostname";
import { Refusal } from "@/lib/errors";
import { recordEvents } from "@/lib/events/record-event";
import { newId, randomToken } from "@/lib/ids";

const challengeBits = 160;

/**
 * Starts to connect a hostname: the row, the challenge to publish, and the first check, in one transaction.
 * @throws Refusal invalid, not_found (application), HostnameConflict
 */
export async function createConnection(ctx: Context, input: CreateConnectionInput): Promise<ConnectionResource> {
  const parsed = assertHostname(ctx, input.hostname);
  if (input.dnsRecords) assertRecordTemplates(input.dnsRecords, parsed, ctx.policy.edge, "dns_records");
  const id = newId(ctx.now());
  try {
    return await inTransaction(ctx, async (tx) => {
      await assertApplication(ctx, tx, input.applicationId);
      await assertHostnameFree(ctx, tx, parsed.hostname);
      await tx.connection.create({
        data: {
          id,
          tenantId: ctx.tenantId,
          applicationId: input.applicationId,
          hostname: parsed.hostname,
          hostnameUnicode: parsed.unicode,
          kind: parsed.kind,
          registrableDomain: parsed.registrableDomain,
          setupType: input.setupType,
          batchId: input.batchId ?? null,
          challengeValue: `cd-verify-${randomToken(challengeBits)}`,
          ...(input.dnsRecords ? { dnsRecords: input.dnsRecords } : {}),
          state: "created",
          stateChangedAt: ctx.now(),
          lastSequence: 0,
          ownership: "pending",
          watchedSince: ctx.now(),
          createdAt: ctx.now(),
        },
      });
      await recordEvents(ctx, tx, id, ["connection.created"], {
        hostname: parsed.hostname,
        applicationId: input.applicationId,
      });
      await transition(ctx, tx, id, "challenge_issued");
      return toConnectionResource(await getConnectionRow(ctx, id, tx), ctx.policy);
    });
  } catch (error) {
    // A twin of this request committed between our look and our insert.
    if (isUniqueViolation(error)) throw await hostnameConflict(ctx, parsed.hostname);
    throw error;
  }
}

function assertHostname(ctx: Context, input: string): ParsedHostname {
  const parsed = parseHostname(input, {
    allowReservedTlds: ctx.policy.sandbox,
    platformHostnames: ctx.policy.platformHostnames,
  });
  if (!parsed.ok) {
    throw new Refusal("invalid", parsed.message, { param: "hostname", details: { reason: parsed.reason } });
  }
  if (challengeName(parsed.hostname).length > 253) {
    const text =
      "This name is too long: the record that proves ownership would not fit below it (253 characters in all).";
    throw new Refusal("invalid", text, { param: "hostname", details: { reason: "too_long_for_challenge" } });
  }
  return parsed;
}

async function assertApplication(ctx: Context, tx: Tx, applicationId: string): Promise<void> {
  const found = await tx.application.count({
    where: { id: applicationId, tenantId: ctx.tenantId, ...environmentFilter(ctx.actor) },
  });
  if (found === 0) {
    throw new Refusal("not_found", `There is no application ${applicationId}.`, { param: "application_id" });
  }
}
