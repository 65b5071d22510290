import { lockApplication } from "@/lib/accounts/applications/lock-application";
import {
  type Candidate,
  type ConnectOptions,
  connectHostnames,
  type Outcome,
} from "@/lib/connections/connect-hostnames";
import { toConnectionResource } from "@/lib/connections/connection-resource";
import { getConnectionRow } from "@/lib/connections/connection-row";
import type { ConnectionResource } from "@/lib/connections/schema";
import type { Application } from "@/lib/db/generated/client";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { isRefusal } from "@/lib/kernel/errors";
import type { Ended } from "@/lib/kernel/join-work";
import { recordAudits } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/** One request for a connection. */
export type Creation = ConnectOptions & { ctx: Context; candidate: Candidate; applicationId: string };

type End = Ended<ConnectionResource>;

/**
 * Creates the connections of several requests in one transaction. The requests are of one caller, for one application, and
 * have different hostnames and keys; each has its own end, audit entry and stored response.
 */
export async function createTogether(creations: readonly Creation[]): Promise<End[]> {
  const [first] = creations;
  if (!first) return [];
  const progress = { isWorkDone: false };
  try {
    return await inTransaction(first.ctx, async (tx) => {
      const ends = await createInTransaction(tx, first, creations);
      progress.isWorkDone = true;
      return ends;
    });
  } catch (error) {
    // One request may have broken what all of them shared, of which nothing is left. After a lost commit nobody knows.
    if (creations.length === 1 || progress.isWorkDone) throw error;
    const ends = creations.map((creation) => createTogether([creation]).catch((alone): End[] => [failed(alone)]));
    return (await Promise.all(ends)).flat();
  }
}

async function createInTransaction(tx: Tx, first: Creation, creations: readonly Creation[]): Promise<End[]> {
  const ends = new Map<Creation, End>(await claimKeys(tx, creations));
  const application = await lockApplication(first.ctx, tx, first.applicationId, "share", "application_id");
  const open = creations.filter((creation) => !ends.has(creation));
  const candidates = open.map(({ candidate }) => candidate);
  const outcomes = await connectHostnames(first.ctx, tx, application, candidates, first);
  for (const [index, creation] of open.entries()) {
    const outcome = outcomes[index];
    if (!outcome) throw new Error(`${creation.candidate.parsed.hostname} was left without outcome`);
    ends.set(creation, await toEnd(tx, creation.ctx, application, outcome));
  }
  await recordAudits(
    first.ctx,
    tx,
    "connection.created",
    open.flatMap((creation) => auditOf(creation, ends.get(creation), application)),
  );
  for (const creation of open) {
    const end = ends.get(creation);
    if (end?.ok) await creation.ctx.idempotency?.save(tx, end.value);
    // As in a transaction of its own, which would be rolled back: the next request with this key starts afresh.
    else await creation.ctx.idempotency?.release(tx);
  }
  return creations.map((creation) => ends.get(creation) ?? failed(new Error("a request was left without an end")));
}

/**
 * In the order of the keys, so that two processes wait for each other and never deadlock.
 * @returns those that end here: their key has a response, or is another request's
 */
async function claimKeys(tx: Tx, creations: readonly Creation[]): Promise<[Creation, End][]> {
  const ends: [Creation, End][] = [];
  const keyOf = ({ ctx }: Creation) => ctx.idempotency?.key ?? "";
  for (const creation of creations.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
    const ended = await creation.ctx.idempotency?.claim(tx);
    if (ended) ends.push([creation, failed(ended)]);
  }
  return ends;
}

async function toEnd(tx: Tx, ctx: Context, application: Application, outcome: Outcome): Promise<End> {
  if (isRefusal(outcome)) return failed(outcome);
  const row =
    outcome.setupType === "automatic"
      ? await getConnectionRow(ctx, outcome.id, tx)
      : { ...outcome, application, claim: null, stop: null, contest: null, writing: null };
  return { ok: true, value: toConnectionResource(row, ctx) };
}

function auditOf({ ctx }: Creation, end: End | undefined, { id }: Application) {
  if (!end?.ok) return [];
  const data = { hostname: end.value.hostname, applicationId: id };
  return [{ targetId: end.value.id, data, caller: ctx.caller }];
}

function failed(error: unknown): { ok: false; error: unknown } {
  return { ok: false, error };
}
