import { createHash } from "node:crypto";
import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { cursorOf, startCursor } from "@/lib/edge/control-plane/list-changes-after";
import { sequenceChanges } from "@/lib/edge/control-plane/sequence-changes";
import {
  encodeSetApplication,
  encodeSetEnd,
  encodeSetHeader,
  encodeSetHost,
  type SetApplication,
} from "@/lib/edge/protocol/set-format";
import { sharePagesApplication } from "@/lib/edge/protocol/share-pages";

/** Also what is read and encoded without a pause: pages of 20,000 hold up the process four times as long. */
const pageSize = 5_000;
/** A slow edge holds a connection and an old view of the database for this long at most. */
const maxMs = 600_000;

type Write = (text: string) => Promise<void>;
type HostRow = {
  hostname: string;
  connectionId: string;
  applicationId: string;
  admitted: boolean;
  reference: string | null;
};

/** Writes the whole set as of one moment, with the cursor of that moment, in parts: see lib/edge/protocol/set-format.ts. */
export async function writeSnapshot(ctx: { database: Database; now(): Date }, write: Write): Promise<void> {
  const { database } = ctx;
  // What commits after this has its change behind the cursor as well as its row in the set: applying it again is harmless.
  await sequenceChanges(database);
  // The embedded database runs one transaction at a time: it must not wait for an edge. It is small enough for memory.
  const parts: string[] = [];
  const isEmbedded = database.engine === "pglite";
  await database.prisma.$transaction(
    (tx) => writeSet(tx, ctx.now(), isEmbedded ? async (text) => void parts.push(text) : write),
    { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead, timeout: maxMs, maxWait: 10_000 },
  );
  for (const part of parts) await write(part);
}

async function writeSet(tx: Prisma.TransactionClient, takenAt: Date, write: Write): Promise<void> {
  const hash = createHash("sha256");
  const add = async (text: string) => {
    hash.update(text);
    await write(text);
  };
  await add(encodeSetHeader({ cursor: await readCursor(tx), takenAt: takenAt.toISOString() }));
  const indexes = new Map<string, number>();
  if (await hasSharePages(tx)) {
    indexes.set(sharePagesApplication.applicationId, 0);
    await add(encodeSetApplication(sharePagesApplication));
  }
  for await (const page of pagesOf(
    (after) => readApplications(tx, after),
    ({ applicationId }) => applicationId,
  )) {
    for (const { applicationId } of page) indexes.set(applicationId, indexes.size);
    await add(page.map(encodeSetApplication).join(""));
  }
  let hosts = 0;
  for await (const page of pagesOf(
    (after) => readHosts(tx, after),
    ({ hostname }) => hostname,
  )) {
    hosts += page.length;
    await add(page.map((row) => encodeHost(row, indexes)).join(""));
  }
  await write(encodeSetEnd({ applications: indexes.size, hosts, sha256: hash.digest("hex") }));
}

/** The first statement of the transaction: what it sees is what the whole snapshot sees. */
async function readCursor(tx: Prisma.TransactionClient): Promise<string> {
  const [newest] = await tx.$queryRaw<{ sequence: number; nonce: string }[]>`
    SELECT sequence::float8 AS sequence, nonce::text AS nonce FROM edge_changes
    WHERE sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1`;
  return newest ? cursorOf(newest) : startCursor;
}

async function hasSharePages(tx: Prisma.TransactionClient): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM hostname_claims WHERE serves_share_pages LIMIT 1`;
  return rows.length > 0;
}

async function* pagesOf<R>(
  read: (after: string | null) => Promise<R[]>,
  keyOf: (row: R) => string,
): AsyncGenerator<R[]> {
  for (let after: string | null = null; ; ) {
    const page: R[] = await read(after);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < pageSize) return;
    after = keyOf(last);
  }
}

function readApplications(tx: Prisma.TransactionClient, after: string | null): Promise<SetApplication[]> {
  return tx.$queryRaw<SetApplication[]>`
    SELECT id::text AS "applicationId", tenant_id::text AS "tenantId", upstream,
      upstream_host AS "upstreamHost" FROM applications
    WHERE ${after}::uuid IS NULL OR id > ${after}::uuid ORDER BY id LIMIT ${pageSize}`;
}

function readHosts(tx: Prisma.TransactionClient, after: string | null): Promise<HostRow[]> {
  return tx.$queryRaw<HostRow[]>`
    SELECT h.hostname, h.connection_id::text AS "connectionId",
      CASE WHEN h.serves_share_pages THEN ${sharePagesApplication.applicationId} ELSE h.application_id::text END AS "applicationId",
      h.admitted_at IS NOT NULL AS admitted, c.metadata->>'reference' AS reference
    FROM hostname_claims h JOIN connections c ON c.id = h.connection_id
    WHERE h.hostname > ${after ?? ""} ORDER BY h.hostname LIMIT ${pageSize}`;
}

function encodeHost(row: HostRow, indexes: ReadonlyMap<string, number>): string {
  const { hostname, connectionId, applicationId, admitted, reference } = row;
  const application = indexes.get(applicationId);
  if (application === undefined) throw new Error(`the claim of ${hostname} has no application`);
  return encodeSetHost({ hostname, connectionId, application, admitted, reference });
}
