import { parseCandidate } from "@/lib/connections/connect-hostnames";
import { type Creation, createTogether } from "@/lib/connections/create-together";
import type { ConnectionResource, CreateConnectionInput } from "@/lib/connections/schema";
import { ofDatabase } from "@/lib/db/of-database";
import { Refusal } from "@/lib/kernel/errors";
import { joinWork } from "@/lib/kernel/join-work";
import { type Context, principalOf } from "@/lib/platform/ports/context";

/** Of one transaction: its locks are held for some 100 ms. */
const maxTogether = 50;

const creationsIn = ofDatabase(() =>
  joinWork<Creation, ConnectionResource>({ maxItems: maxTogether, run: createTogether, names }),
);

/**
 * Starts to connect a hostname: stores it with the challenge to publish and its first check, in one transaction. Where a
 * stored DNS credential covers it, the records are written with that. What one caller asks for at the same time shares a
 * transaction, in which each request has its own result.
 * @throws Refusal invalid, forbidden (a widget token for another hostname or end user), not_found (application), HostnameConflict,
 * QuotaExceeded
 */
export async function createConnection(ctx: Context, input: CreateConnectionInput): Promise<ConnectionResource> {
  const candidate = parseCandidate(ctx, input);
  if (ctx.actor.kind === "widget") assertForTokens(input);
  const { applicationId, setupType, batchId } = input;
  const key = JSON.stringify([ctx.tenantId, principalOf(ctx.actor), applicationId, setupType ?? "", batchId ?? ""]);
  return creationsIn(ctx.database)(key, { ctx, candidate, applicationId, setupType, batchId: batchId ?? null });
}

/** The second of two requests for a hostname, or with an `Idempotency-Key`, finds what the first has committed. */
function names({ ctx, candidate }: Creation): string[] {
  return [`hostname ${candidate.parsed.hostname}`, ...(ctx.idempotency ? [`key ${ctx.idempotency.key}`] : [])];
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
