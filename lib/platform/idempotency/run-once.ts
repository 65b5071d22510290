import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { Prisma } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import { type IdempotencyStore, inTransaction, type Tx } from "@/lib/db/transaction";
import { isRefusal, Refusal } from "@/lib/kernel/errors";
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
  const { stored, bytes } = await findStored(ctx, request);
  if (stored) return replay(ctx, request, stored);
  assertFitsStorage(bytes);
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

/** @param bytes that the tenant's responses take */
function assertFitsStorage(bytes: number): void {
  if (bytes < maxStoredBytes) return;
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

type StoredRow = { requestHash: string; status: number; answer: Uint8Array | null; expiresAt: Date };

/** The response of the key, if there is one, and what all of the tenant's take. */
async function findStored(
  ctx: Context,
  request: IdempotentRequest,
): Promise<{ stored: StoredResponse | null; bytes: number }> {
  const [found] = await ctx.database.read<StoredRow & { bytes: string }>(Prisma.sql`${prepared("find-response")}
    SELECT k.request_hash AS "requestHash", k.status, k.answer, k.expires_at AS "expiresAt",
      COALESCE((SELECT u.bytes FROM idempotency_usage u WHERE u.tenant_id = ${ctx.tenantId}::uuid), 0)::text AS bytes
    FROM (SELECT) one LEFT JOIN idempotency_keys k
      ON k.tenant_id = ${ctx.tenantId}::uuid AND k.principal = ${principalOf(ctx.actor)} AND k.key = ${request.key}`);
  const bytes = Number(found?.bytes ?? 0);
  if (!found?.answer || found.expiresAt <= ctx.now()) return { stored: null, bytes };
  return { stored: readResponse(ctx, request, { ...found, answer: found.answer }), bytes };
}

function createStore(ctx: Context, request: IdempotentRequest): IdempotencyStore & { isSaved(): boolean } {
  let saved = false;
  const principal = principalOf(ctx.actor);
  const isMine = Prisma.sql`tenant_id = ${ctx.tenantId}::uuid AND principal = ${principal} AND key = ${request.key}`;

  async function claim(tx: Tx): Promise<Error | null> {
    // The row is the lock: a concurrent request's insert waits here for our commit, and then finds the response.
    const inserted = await tx.$executeRaw`${prepared("claim-key")}
      INSERT INTO idempotency_keys (tenant_id, principal, key, request_hash, status, expires_at)
      VALUES (${ctx.tenantId}::uuid, ${principal}, ${request.key}, ${hashRequest(request)},
              ${request.status}, ${new Date(ctx.now().getTime() + storedForMs)})
      ON CONFLICT (tenant_id, principal, key) DO UPDATE SET
        request_hash = EXCLUDED.request_hash, status = EXCLUDED.status, expires_at = EXCLUDED.expires_at, answer = NULL
        WHERE idempotency_keys.expires_at <= ${ctx.now()}`;
    if (inserted > 0) return null;
    const [row] = await tx.$queryRaw<StoredRow[]>`
      SELECT request_hash AS "requestHash", status, answer, expires_at AS "expiresAt" FROM idempotency_keys
      WHERE ${isMine}`;
    if (!row?.answer) throw new Error("an idempotency key was committed without its response");
    try {
      return new Replay(readResponse(ctx, request, { ...row, answer: row.answer }));
    } catch (error) {
      if (isRefusal(error)) return error;
      throw error;
    }
  }

  async function save(tx: Tx, answer: unknown): Promise<void> {
    saved = true;
    if (!hasEffect(answer)) return release(tx);
    const stored = ctx.encryptor.encrypt(gzipSync(JSON.stringify(toWire(answer))));
    const bytes = stored.byteLength + request.key.length + rowBytes;
    // The usage is the last statement of its transaction: the tenant's other requests wait for this row.
    await tx.$executeRaw`
      WITH before AS (SELECT bytes FROM idempotency_keys WHERE ${isMine}),
      saved AS (UPDATE idempotency_keys SET answer = ${stored}, bytes = ${bytes} WHERE ${isMine})
      ${addUsage(Prisma.sql`${bytes}::bigint - before.bytes`)}`;
  }

  async function release(tx: Tx): Promise<void> {
    await tx.$executeRaw`
      WITH before AS (DELETE FROM idempotency_keys WHERE ${isMine} RETURNING bytes)
      ${addUsage(Prisma.sql`-before.bytes`)}`;
  }

  /** @param change in bytes, of what was stored `before` */
  function addUsage(change: Prisma.Sql): Prisma.Sql {
    return Prisma.sql`INSERT INTO idempotency_usage AS u (tenant_id, bytes)
      SELECT ${ctx.tenantId}::uuid, change FROM before, LATERAL (SELECT ${change} AS change) c WHERE change <> 0
      ON CONFLICT (tenant_id) DO UPDATE SET bytes = GREATEST(0, u.bytes + EXCLUDED.bytes)`;
  }

  return { key: request.key, claim, save, release, isSaved: () => saved };
}

async function saveAfterwards(ctx: Context, store: IdempotencyStore, answer: unknown): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const ended = await store.claim(tx);
    if (ended) throw ended;
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
