import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { type IdempotencyStore, inTransaction, type Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { toWire } from "@/lib/kernel/wire";
import { hasEffect } from "@/lib/platform/idempotency/has-effect";
import { type Context, principalOf } from "@/lib/platform/ports/context";

export type IdempotentRequest = {
  key: string;
  endpointId: string;
  status: number;
  input: unknown;
  /** For responses with a secret, in wire form: whether the secret is still valid. */
  isCurrent?: ((ctx: Context, body: Record<string, unknown>) => Promise<boolean>) | undefined;
};

/** `body` is in wire form. */
type StoredResponse = { status: number; body: unknown };

const keyPattern = /^[\x21-\x7e]{1,255}$/;
const storedForMs = 24 * 3_600_000;
/** What one tenant's stored responses may take. */
export const maxStoredBytes = 64 * 1024 * 1024;
/** The first byte of gzip (RFC 1952). */
const gzipStart = 0x1f;
/** What a row takes beside its response. */
const rowBytes = 256;
/** Responses expire all the time, so that some of the bound is free again within the hour. */
const retryAfterSeconds = 3_600;

/**
 * Runs `work` once for an `Idempotency-Key`: the response is stored for 24 hours and returned again to the same caller
 * for the same input. Refusals are not stored: nothing was changed, and a retry may succeed.
 * @throws Refusal invalid (the key's form), idempotency_conflict (the key was used for another request, or for a response
 * whose secret has ended), rate_limited (too much is stored)
 */
export async function runOnce(
  ctx: Context,
  request: IdempotentRequest,
  work: (ctx: Context) => Promise<unknown>,
): Promise<StoredResponse & { replayed: boolean }> {
  if (!keyPattern.test(request.key)) {
    const text = "Idempotency-Key: 1 to 255 printable ASCII characters without spaces.";
    throw new Refusal("invalid", text, { param: "Idempotency-Key" });
  }
  const stored = await findStoredResponse(ctx, request);
  if (stored) return replay(ctx, request, stored);
  await assertFitsStorage(ctx);
  const store = createStore(ctx, request);
  try {
    const answer = await work({ ...ctx, idempotency: store });
    // A verb whose work is not one transaction may be repeated without harm: the first response to be stored counts.
    if (!store.isSaved() && hasEffect(answer)) await saveAfterwards(ctx, store, answer);
    return { status: request.status, body: toWire(answer), replayed: false };
  } catch (error) {
    if (error instanceof Replay) return replay(ctx, request, error.response);
    throw error;
  }
}

/** A secret is shown again only while it is valid: a response must not bring back what was revoked. */
async function replay(
  ctx: Context,
  { isCurrent }: IdempotentRequest,
  stored: StoredResponse,
): Promise<StoredResponse & { replayed: boolean }> {
  if (!isCurrent || (await isCurrent(ctx, stored.body as Record<string, unknown>)))
    return { ...stored, replayed: true };
  throw new Refusal(
    "idempotency_conflict",
    "This request was done, and the secret in its response is no longer valid: it was revoked, replaced, or has expired. To create another, use a new Idempotency-Key.",
  );
}

async function assertFitsStorage({ database, tenantId }: Context): Promise<void> {
  const usage = await database.prisma.idempotencyUsage.findUnique({ where: { tenantId } });
  if (!usage || usage.bytes < maxStoredBytes) return;
  const megabytes = maxStoredBytes / 1024 / 1024;
  const text = `The stored responses of your Idempotency-Keys take ${megabytes} MB, the most that is stored for a company. Send the request without the key, or later: each response is deleted after 24 hours.`;
  throw new Refusal("rate_limited", text, { details: { retryAfterSeconds } });
}

/** Thrown to roll the verb's transaction back where a concurrent request with the same key was first. */
class Replay extends Error {
  readonly response: StoredResponse;

  constructor(response: StoredResponse) {
    super("this request has a stored response");
    this.name = "Replay";
    this.response = response;
  }
}

async function findStoredResponse(ctx: Context, request: IdempotentRequest): Promise<StoredResponse | null> {
  const row = await ctx.database.prisma.idempotencyKey.findUnique({ where: rowOf(ctx, request) });
  if (!row || row.answer === null || row.expiresAt <= ctx.now()) return null;
  return readResponse(ctx, request, { ...row, answer: row.answer });
}

function createStore(ctx: Context, request: IdempotentRequest): IdempotencyStore & { isSaved(): boolean } {
  let saved = false;

  async function claim(tx: Tx): Promise<void> {
    // The row is the lock: a concurrent request's insert waits here for our commit, and then finds the response.
    const inserted = await tx.$executeRaw`
      INSERT INTO idempotency_keys (tenant_id, principal, key, request_hash, status, expires_at)
      VALUES (${ctx.tenantId}::uuid, ${principalOf(ctx.actor)}, ${request.key}, ${hashRequest(request)},
              ${request.status}, ${new Date(ctx.now().getTime() + storedForMs)})
      ON CONFLICT (tenant_id, principal, key) DO UPDATE SET
        request_hash = EXCLUDED.request_hash, status = EXCLUDED.status, expires_at = EXCLUDED.expires_at, answer = NULL
        WHERE idempotency_keys.expires_at <= ${ctx.now()}`;
    if (inserted > 0) return;
    const row = await tx.idempotencyKey.findUnique({ where: rowOf(ctx, request) });
    if (!row || row.answer === null) throw new Error("an idempotency key was committed without its response");
    throw new Replay(readResponse(ctx, request, { ...row, answer: row.answer }));
  }

  async function save(tx: Tx, answer: unknown): Promise<void> {
    saved = true;
    const where = rowOf(ctx, request);
    const { bytes: before } = await tx.idempotencyKey.findUniqueOrThrow({ where, select: { bytes: true } });
    if (!hasEffect(answer)) {
      await tx.idempotencyKey.delete({ where });
      return addUsage(tx, ctx.tenantId, -before);
    }
    const stored = ctx.encryptor.encrypt(gzipSync(JSON.stringify(toWire(answer))));
    const bytes = stored.byteLength + request.key.length + rowBytes;
    await tx.idempotencyKey.update({ where, data: { answer: stored, bytes } });
    await addUsage(tx, ctx.tenantId, bytes - before);
  }

  return { claim, save, isSaved: () => saved };
}

/** The last statement of its transaction: the tenant's other requests wait for this row. */
async function addUsage(tx: Tx, tenantId: string, bytes: number): Promise<void> {
  if (bytes === 0) return;
  await tx.$executeRaw`
    INSERT INTO idempotency_usage AS u (tenant_id, bytes) VALUES (${tenantId}::uuid, GREATEST(0, ${bytes}::bigint))
    ON CONFLICT (tenant_id) DO UPDATE SET bytes = GREATEST(0, u.bytes + ${bytes}::bigint)`;
}

async function saveAfterwards(ctx: Context, store: IdempotencyStore, answer: unknown): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await store.claim(tx);
    await store.save(tx, answer);
  });
}

/** @throws Refusal idempotency_conflict where the stored response is another request's */
function readResponse(
  ctx: Context,
  request: IdempotentRequest,
  row: { requestHash: string; status: number; answer: Uint8Array },
): StoredResponse {
  if (row.requestHash === hashRequest(request)) {
    return { status: row.status, body: JSON.parse(unzipped(ctx.encryptor.decryptBytes(row.answer)).toString("utf8")) };
  }
  throw new Refusal(
    "idempotency_conflict",
    "This Idempotency-Key was used for another request within the last 24 hours. Use a new key for each request.",
  );
}

/** Responses of before they were compressed are JSON, which starts with a brace. */
function unzipped(bytes: Uint8Array): Buffer {
  return bytes[0] === gzipStart ? gunzipSync(bytes) : Buffer.from(bytes);
}

function rowOf({ tenantId, actor }: Context, { key }: IdempotentRequest) {
  return { tenantId_principal_key: { tenantId, principal: principalOf(actor), key } };
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
