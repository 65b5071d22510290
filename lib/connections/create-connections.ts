import { lockApplication } from "@/lib/accounts/applications/lock-application";
import { countOf, toItemError } from "@/lib/connections/bulk-result";
import { type Candidate, connectHostnames, type Outcome, parseCandidate } from "@/lib/connections/connect-hostnames";
import { toConnectionSummary } from "@/lib/connections/connection-resource";
import type {
  BatchResource,
  BatchResult,
  CreateConnectionsInput,
  CreateConnectionsItem,
} from "@/lib/connections/schema";
import { answerInTransaction } from "@/lib/db/transaction";
import { withoutCredentials } from "@/lib/dns/without-credentials";
import { isRefusal, Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { mapInTurns } from "@/lib/kernel/map-in-turns";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Starts to connect up to 500 hostnames, in one transaction. Each item has its own result, in the order of the
 * items; a refused one does not affect the others.
 * @throws Refusal not_found (application)
 */
export async function createConnections(ctx: Context, input: CreateConnectionsInput): Promise<BatchResource> {
  const batchId = input.batchId ?? newId(ctx.now());
  const parsed = await parseItems(ctx, input.items);
  const candidates = parsed.filter((item): item is Candidate => !isRefusal(item));
  return answerInTransaction(ctx, async (tx) => {
    const application = await lockApplication(ctx, tx, input.applicationId, "share", "application_id");
    const options = { setupType: input.setupType, batchId };
    const outcomes = await connectHostnames(ctx, tx, application, candidates, options);
    const results = await mapInTurns(parsed, (item, index): BatchResult => {
      const outcome = isRefusal(item) ? item : outcomes.shift();
      if (!outcome) throw new Error(`item ${index} was left without outcome`);
      return toResult(ctx, index, input.items[index]?.hostname ?? "", outcome);
    });
    const created = countOf(results, "created");
    const refused = countOf(results, "refused");
    // As everywhere: what changed nothing leaves no audit entry.
    if (created > 0) {
      const data = { applicationId: application.id, created, refused };
      await recordAudit(ctx, tx, "connection.batch_created", batchId, data);
    }
    return { batchId, results, created, refused };
  });
}

/** A hostname that is given twice, however it is spelled, is connected where it comes first. */
function parseItems(ctx: Context, items: readonly CreateConnectionsItem[]): Promise<(Candidate | Refusal)[]> {
  const indexOf = new Map<string, number>();
  return mapInTurns(items, (item, index) => {
    try {
      const candidate = parseCandidate(ctx, item);
      const { hostname } = candidate.parsed;
      const first = indexOf.get(hostname);
      if (first !== undefined) return duplicateOf(hostname, first);
      indexOf.set(hostname, index);
      return candidate;
    } catch (error) {
      if (isRefusal(error)) return error;
      throw error;
    }
  });
}

function duplicateOf(hostname: string, index: number): Refusal {
  return new Refusal("HostnameConflict", `${hostname} is in this batch already, as item ${index}.`, {
    param: "hostname",
    details: { heldBy: "same_batch", index },
  });
}

function toResult(ctx: Context, index: number, given: string, outcome: Outcome): BatchResult {
  const hostname = withoutCredentials(given);
  return isRefusal(outcome)
    ? { index, hostname, status: "refused", connection: null, error: toItemError(outcome, `items.${index}.`) }
    : { index, hostname, status: "created", connection: toConnectionSummary(outcome, ctx), error: null };
}
