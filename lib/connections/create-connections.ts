import { lockApplication } from "@/lib/accounts/applications/lock-application";
import { type Candidate, connectHostnames, type Outcome, readCandidate } from "@/lib/connections/connect-hostnames";
import { toConnectionSummary } from "@/lib/connections/connection-resource";
import type {
  BatchResource,
  BatchResult,
  CreateConnectionsInput,
  CreateConnectionsItem,
} from "@/lib/connections/schema";
import { answerInTransaction } from "@/lib/db/transaction";
import { isRefusal, Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Starts to connect up to 500 hostnames, in one transaction. Each item has a result of its own, in the order of the
 * items; one that is refused spoils no other.
 * @throws Refusal not_found (application)
 */
export async function createConnections(ctx: Context, input: CreateConnectionsInput): Promise<BatchResource> {
  const batchId = input.batchId ?? newId(ctx.now());
  const read = readItems(ctx, input.items);
  const candidates = read.filter((item): item is Candidate => !isRefusal(item));
  return answerInTransaction(ctx, async (tx) => {
    const application = await lockApplication(ctx, tx, input.applicationId, "share", "application_id");
    const options = { setupType: input.setupType, batchId };
    const outcomes = await connectHostnames(ctx, tx, application, candidates, options);
    const results = read.map((item, index): BatchResult => {
      const outcome = isRefusal(item) ? item : (outcomes.shift() ?? null);
      if (outcome === null) throw new Error(`item ${index} was left without outcome`);
      return toResult(index, input.items[index]?.hostname ?? "", outcome);
    });
    const created = results.filter((result) => result.status === "created").length;
    const refused = results.length - created;
    // As everywhere: what changed nothing leaves no entry.
    if (created > 0) {
      const data = { applicationId: application.id, created, refused };
      await recordAudit(ctx, tx, "connection.batch_created", batchId, data);
    }
    return { batchId, results, created, refused };
  });
}

/** A name that is there twice, however it is spelled, counts where it stands first. */
function readItems(ctx: Context, items: readonly CreateConnectionsItem[]): (Candidate | Refusal)[] {
  const indexOf = new Map<string, number>();
  return items.map((item, index) => {
    try {
      const candidate = readCandidate(ctx, item);
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
  return new Refusal("HostnameConflict", `${hostname} stands in this batch already, as item ${index}.`, {
    param: "hostname",
    details: { heldBy: "same_batch", index },
  });
}

function toResult(index: number, hostname: string, outcome: Outcome): BatchResult {
  if (!isRefusal(outcome)) {
    return { index, hostname, status: "created", connection: toConnectionSummary(outcome), error: null };
  }
  const { code, message, param, details, fields } = outcome;
  const error = {
    code,
    message,
    ...(param === undefined ? {} : { param: `items.${index}.${param}` }),
    ...(details === undefined ? {} : { details }),
    ...fields,
  };
  return { index, hostname, status: "refused", connection: null, error };
}
