import { lockApplication } from "@/lib/accounts/applications/lock-application";
import { connectHostnames, parseCandidate } from "@/lib/connections/connect-hostnames";
import { toConnectionResource } from "@/lib/connections/connection-resource";
import { getConnectionRow } from "@/lib/connections/connection-row";
import type { ConnectionResource, CreateConnectionInput } from "@/lib/connections/schema";
import { answerInTransaction } from "@/lib/db/transaction";
import { isRefusal, Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Starts to connect a hostname: stores it with the challenge to publish and its first check, in one transaction. Where a
 * stored DNS credential covers it, the records are written with that.
 * @throws Refusal invalid, forbidden (a widget token for another hostname or end user), not_found (application), HostnameConflict,
 * QuotaExceeded
 */
export async function createConnection(ctx: Context, input: CreateConnectionInput): Promise<ConnectionResource> {
  const candidate = parseCandidate(ctx, input);
  const { hostname } = candidate.parsed;
  if (ctx.actor.kind === "widget") assertForTokens(input);
  return answerInTransaction(ctx, async (tx) => {
    const application = await lockApplication(ctx, tx, input.applicationId, "share", "application_id");
    const options = { setupType: input.setupType, batchId: input.batchId ?? null };
    const [outcome] = await connectHostnames(ctx, tx, application, [candidate], options);
    if (!outcome) throw new Error(`${hostname} was left without outcome`);
    if (isRefusal(outcome)) throw outcome;
    await recordAudit(ctx, tx, "connection.created", outcome.id, { hostname, applicationId: application.id });
    if (outcome.setupType === "automatic")
      return toConnectionResource(await getConnectionRow(ctx, outcome.id, tx), ctx);
    return toConnectionResource(
      { ...outcome, application, claim: null, stop: null, contest: null, writing: null },
      ctx,
    );
  });
}

/**
 * The integrator decides which records make a domain work, and what its own data is, not its visitor.
 * @throws Refusal forbidden
 */
function assertForTokens({ dnsRecords, metadata }: CreateConnectionInput): void {
  if (dnsRecords) {
    const text = "A widget token cannot choose the records. Set them in the application's record_template.";
    throw new Refusal("forbidden", text, { param: "dns_records" });
  }
  if (metadata) {
    const text = "A widget token cannot set metadata. Set it on your server, with PATCH /v1/connections/{id}.";
    throw new Refusal("forbidden", text, { param: "metadata" });
  }
}
