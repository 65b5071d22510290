import { createHash } from "node:crypto";
import type { IdempotencyStore, Tx } from "@/lib/db/transaction";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { toWire } from "@/lib/kernel/wire";
import { type Context, principalOf } from "@/lib/platform/ports/context";

export type StoredResponse = { status: number; body: unknown };

/** Thrown to roll back the verb's transaction where the key has a stored response. Never leaves `handle`. */
export class Replay extends Error {
  readonly answer: StoredResponse;

  constructor(answer: StoredResponse) {
    super("this request was answered before");
    this.name = "Replay";
    this.answer = answer;
  }
}

export const idempotencyKeyPattern = /^[\x21-\x7e]{1,255}$/;
const storedForMs = 24 * 3_600_000;

export type IdempotentRequest = { key: string; endpointId: string; status: number; input: unknown };

/**
 * A response is stored for 24 hours under the caller's key: a request with the same input receives it again, one with
 * another input is refused. Refusals are not stored: nothing was changed, and a retry may succeed.
 */
export function createIdempotencyStore(
  ctx: Context,
  request: IdempotentRequest,
): IdempotencyStore & { isSaved(): boolean } {
  const { key } = request;
  const principal = principalOf(ctx.actor);
  const requestHash = hashRequest(request);
  let saved = false;

  async function begin(tx: Tx): Promise<void> {
    // The row is the lock: a concurrent duplicate's insert waits here for our commit, and then finds the response.
    const inserted = await tx.$executeRaw`
      INSERT INTO idempotency_keys (tenant_id, principal, key, request_hash, status, expires_at)
      VALUES (${ctx.tenantId}::uuid, ${principal}, ${key}, ${requestHash}, ${request.status},
              ${new Date(ctx.now().getTime() + storedForMs)})
      ON CONFLICT (tenant_id, principal, key) DO UPDATE SET
        request_hash = EXCLUDED.request_hash, status = EXCLUDED.status, expires_at = EXCLUDED.expires_at, answer = NULL
        WHERE idempotency_keys.expires_at <= ${ctx.now()}`;
    if (inserted > 0) return;
    const row = await tx.idempotencyKey.findUnique({
      where: { tenantId_principal_key: { tenantId: ctx.tenantId, principal, key } },
    });
    if (!row || row.answer === null) throw new Error("an idempotency key was stored without its response");
    throw replayOrConflict(ctx, row.requestHash === requestHash, row.status, row.answer);
  }

  async function save(tx: Tx, answer: unknown): Promise<void> {
    await tx.idempotencyKey.update({
      where: { tenantId_principal_key: { tenantId: ctx.tenantId, principal, key } },
      data: { answer: ctx.encryptor.encrypt(JSON.stringify(toWire(answer))) },
    });
    saved = true;
  }

  return { begin, save, isSaved: () => saved };
}

/**
 * The response that is stored under this key, if any.
 * @throws Refusal idempotency_conflict where the key was used for something else
 */
export async function findStoredResponse(ctx: Context, request: IdempotentRequest): Promise<StoredResponse | null> {
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

/** For verbs whose work is not one transaction: repeating them does no harm, and the first response is the one that counts. */
export async function saveAfterwards(ctx: Context, idempotency: IdempotencyStore, answer: unknown): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await idempotency.begin(tx);
    await idempotency.save(tx, answer);
  });
}

function replayOrConflict(ctx: Context, same: boolean, status: number, encrypted: Uint8Array): Replay | Refusal {
  if (same) return new Replay({ status, body: JSON.parse(ctx.encryptor.decrypt(encrypted)) });
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
