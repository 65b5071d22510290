import { createHash } from "node:crypto";
import type { AnswerKeeper, Tx } from "@/lib/db/transaction";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { toWire } from "@/lib/kernel/wire";
import { type Context, principalOf } from "@/lib/platform/ports/context";

export type KeptAnswer = { status: number; body: unknown };

/** Thrown, to roll the verb's transaction back, where the key was answered before. Never leaves `handle`. */
export class Replay extends Error {
  readonly answer: KeptAnswer;

  constructor(answer: KeptAnswer) {
    super("this request was answered before");
    this.name = "Replay";
    this.answer = answer;
  }
}

export const idempotencyKeyPattern = /^[\x21-\x7e]{1,255}$/;
const keptForMs = 24 * 3_600_000;

export type IdempotentRequest = { key: string; endpointId: string; status: number; input: unknown };

/**
 * An answer is kept for 24 hours under the caller's key: for the same input it is given again, for another one the key
 * is refused. Refusals are not kept: nothing had happened, and a second try may succeed.
 */
export function createKeeper(ctx: Context, request: IdempotentRequest): AnswerKeeper & { kept(): boolean } {
  const { key } = request;
  const principal = principalOf(ctx.actor);
  const requestHash = hashRequest(request);
  let kept = false;

  async function open(tx: Tx): Promise<void> {
    // The row is the lock: a twin's insert waits here for our commit, and then finds the answer.
    const inserted = await tx.$executeRaw`
      INSERT INTO idempotency_keys (tenant_id, principal, key, request_hash, status, expires_at)
      VALUES (${ctx.tenantId}::uuid, ${principal}, ${key}, ${requestHash}, ${request.status},
              ${new Date(ctx.now().getTime() + keptForMs)})
      ON CONFLICT (tenant_id, principal, key) DO UPDATE SET
        request_hash = EXCLUDED.request_hash, status = EXCLUDED.status, expires_at = EXCLUDED.expires_at, answer = NULL
        WHERE idempotency_keys.expires_at <= ${ctx.now()}`;
    if (inserted > 0) return;
    const row = await tx.idempotencyKey.findUnique({
      where: { tenantId_principal_key: { tenantId: ctx.tenantId, principal, key } },
    });
    if (!row || row.answer === null) throw new Error("an idempotency key was kept without its answer");
    throw replayOrConflict(ctx, row.requestHash === requestHash, row.status, row.answer);
  }

  async function keep(tx: Tx, answer: unknown): Promise<void> {
    await tx.idempotencyKey.update({
      where: { tenantId_principal_key: { tenantId: ctx.tenantId, principal, key } },
      data: { answer: ctx.encryptor.encrypt(JSON.stringify(toWire(answer))) },
    });
    kept = true;
  }

  return { open, keep, kept: () => kept };
}

/**
 * The answer that this key was given before, if any.
 * @throws Refusal idempotency_conflict where the key was used for something else
 */
export async function findKeptAnswer(ctx: Context, request: IdempotentRequest): Promise<KeptAnswer | null> {
  const row = await ctx.database.prisma.idempotencyKey.findUnique({
    where: {
      tenantId_principal_key: { tenantId: ctx.tenantId, principal: principalOf(ctx.actor), key: request.key },
    },
  });
  if (!row || row.answer === null || row.expiresAt <= ctx.now()) return null;
  const outcome = replayOrConflict(ctx, row.requestHash === hashRequest(request), row.status, row.answer);
  if (outcome instanceof Replay) return outcome.answer;
  throw outcome;
}

/** For verbs whose work is not one transaction: they may be repeated without harm, and the first answer counts. */
export async function keepAfterwards(ctx: Context, keeper: AnswerKeeper, answer: unknown): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await keeper.open(tx);
    await keeper.keep(tx, answer);
  });
}

function replayOrConflict(ctx: Context, same: boolean, status: number, sealed: Uint8Array): Replay | Refusal {
  if (same) return new Replay({ status, body: JSON.parse(ctx.encryptor.decrypt(sealed)) });
  return new Refusal(
    "idempotency_conflict",
    "This Idempotency-Key was used for another request within the last 24 hours. Use a new key for each request.",
  );
}

function hashRequest({ endpointId, input }: IdempotentRequest): string {
  return createHash("sha256")
    .update(`${endpointId}\n${JSON.stringify(sorted(input))}`)
    .digest("hex");
}

/** The same fields in another order are the same request. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
