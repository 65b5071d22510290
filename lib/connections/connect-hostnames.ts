import { type CoveringCredential, findCoveringCredentials } from "@/lib/accounts/credentials/find-covering-credentials";
import { assertHostname } from "@/lib/accounts/tokens/assert-hostname";
import { assertEndUserRef } from "@/lib/connections/end-user";
import { findConflicts, heldAMomentAgo, tooManyContests } from "@/lib/connections/hostname-conflict";
import { type InsertOutcome, insertConnections } from "@/lib/connections/insert-connections";
import type { Application, Connection } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import type { ParsedHostname } from "@/lib/dns/hostname";
import { assertRecordTemplates } from "@/lib/dns/records/assert-records";
import { challenge } from "@/lib/dns/records/challenge";
import { type RecordTemplate, recordTemplatesSchema } from "@/lib/dns/records/schema";
import { isRefusal, Refusal } from "@/lib/kernel/errors";
import { newId, randomToken } from "@/lib/kernel/ids";
import { mapInTurns } from "@/lib/kernel/map-in-turns";
import type { Context } from "@/lib/platform/ports/context";

const challengeBits = 160;

/** A hostname whose spelling and records are valid. */
export type Candidate = {
  parsed: ParsedHostname;
  dnsRecords: readonly RecordTemplate[] | null;
  metadata: Record<string, string>;
  endUserRef: string | null;
  /** Whether a hostname that another account holds is connected too. */
  contest: boolean;
};

export type Outcome = Connection | Refusal;

export type ConnectOptions = {
  /** Absent: automatic where a credential covers the hostname. `automatic`: refused where none does. */
  setupType: "manual" | "automatic" | undefined;
  batchId: string | null;
};

/**
 * @throws Refusal invalid: the hostname, or a record that no DNS form would take; forbidden where the caller's widget
 * token is for another hostname or end user
 */
export function parseCandidate(
  ctx: Context,
  item: {
    hostname: string;
    dnsRecords?: readonly RecordTemplate[] | undefined;
    metadata?: Record<string, string> | undefined;
    endUserRef?: string | undefined;
    contest?: boolean | undefined;
  },
): Candidate {
  const parsed = assertHostname(ctx, item.hostname);
  const dnsRecords = item.dnsRecords ?? null;
  if (dnsRecords) assertRecordTemplates(dnsRecords, parsed, ctx.policy.edge, "dns_records");
  const endUserRef = assertEndUserRef(ctx, item.endUserRef);
  return { parsed, dnsRecords, metadata: item.metadata ?? {}, endUserRef, contest: item.contest ?? false };
}

/**
 * The only way to create connections, one or 500: a hostname that is taken or over the quota is refused on its own.
 * In the caller's transaction, which holds the application.
 * @param candidates hostnames that differ from each other; the quota is given out in their order
 * @returns for each candidate, in their order, its connection or the refusal
 */
export async function connectHostnames(
  ctx: Context,
  tx: Tx,
  application: Application,
  candidates: readonly Candidate[],
  options: ConnectOptions,
): Promise<Outcome[]> {
  const conflicts = await allowContests(
    ctx,
    tx,
    candidates,
    await findConflicts(
      ctx,
      tx,
      candidates.map(({ parsed }) => parsed.hostname),
    ),
  );
  const template = application.recordTemplate === null ? null : recordTemplatesSchema.parse(application.recordTemplate);
  const covering = await findCovering(ctx, tx, application.id, candidates, options);
  const refusalOf = ({ parsed, dnsRecords }: Candidate): Refusal | null =>
    conflicts.get(parsed.hostname) ??
    (options.setupType === "automatic" && !covering.has(parsed.hostname) ? notCovered(parsed.hostname) : null) ??
    (dnsRecords ? null : findMisfit(ctx, template, parsed));
  const refusals = await mapInTurns(candidates, refusalOf);
  const free = candidates.filter((_, index) => refusals[index] === null);
  const rows = await toNewConnections(ctx, free, template, options.batchId, covering);
  const inserts = await insertConnections(ctx, tx, application, rows);
  const outcomes = await toOutcomes(ctx, tx, free, inserts);
  return refusals.map((refusal) => refusal ?? shift(outcomes));
}

/** Contests that a tenant has open at a time, without proof or with a contest that runs. Documented in docs/api.md. */
const maxContests = 100;

/** @returns the conflicts without those that are contested, in the order of the candidates, as far as the limit allows */
async function allowContests(
  ctx: Context,
  tx: Tx,
  candidates: readonly Candidate[],
  conflicts: Map<string, Refusal>,
): Promise<Map<string, Refusal>> {
  const isContested = (hostname: string) => conflicts.get(hostname)?.details?.heldBy === "another_tenant";
  const contested = candidates.filter(({ contest, parsed }) => contest && isContested(parsed.hostname));
  if (contested.length === 0) return conflicts;
  // Until the commit, another request of this tenant that contests waits: the limit is exact.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`contests ${ctx.tenantId}`}))`;
  const [open] = await tx.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM connections WHERE tenant_id = ${ctx.tenantId}::uuid AND is_contest`;
  const left = Math.max(0, maxContests - Number(open?.count ?? 0));
  for (const [index, { parsed }] of contested.entries()) {
    if (index < left) conflicts.delete(parsed.hostname);
    else conflicts.set(parsed.hostname, tooManyContests(parsed.hostname, maxContests));
  }
  return conflicts;
}

/**
 * By hostname, the credential that writes its records. A visitor of a page who chose the hostname has not shown that it is
 * theirs, and a credential's write would prove it: only the integrator can have named it, in the token.
 */
async function findCovering(
  ctx: Context,
  tx: Tx,
  applicationId: string,
  candidates: readonly Candidate[],
  { setupType }: ConnectOptions,
): Promise<ReadonlyMap<string, CoveringCredential>> {
  const isChosenByVisitor = ctx.actor.kind === "widget" && ctx.actor.hostname === null;
  if (setupType === "manual" || isChosenByVisitor) return new Map();
  return findCoveringCredentials(
    ctx,
    { applicationId, hostnames: candidates.map(({ parsed }) => parsed.hostname) },
    tx,
  );
}

function notCovered(hostname: string): Refusal {
  const text = `No DNS credential of the application covers ${hostname}: store one, or leave setup_type out.`;
  return new Refusal("invalid", text, { param: "setup_type" });
}

/** A template fits sample names when it is saved; a very long hostname can still be too long for it. */
function findMisfit(ctx: Context, template: readonly RecordTemplate[] | null, parsed: ParsedHostname): Refusal | null {
  if (template === null) return null;
  try {
    assertRecordTemplates(template, parsed, ctx.policy.edge, "record_template");
    return null;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const text = `The application's record_template does not fit this hostname: ${error.message} Send dns_records of its own for it.`;
    return new Refusal("invalid", text, { param: "hostname", details: { reason: "record_template" } });
  }
}

/**
 * Each stores the template as it is now: a customer's instructions stay valid when the application changes its own later.
 * Ids of one millisecond go down along the candidates, so that a list, newest first, shows them in their order.
 */
function toNewConnections(
  ctx: Context,
  candidates: readonly Candidate[],
  template: readonly RecordTemplate[] | null,
  batchId: string | null,
  covering: ReadonlyMap<string, CoveringCredential>,
) {
  const ids = candidates
    .map(() => newId(ctx.now()))
    .sort()
    .reverse();
  return mapInTurns(candidates, ({ parsed, dnsRecords, metadata, endUserRef }) => ({
    batchId,
    writer: writerOf(covering.get(parsed.hostname)),
    id: shift(ids),
    hostname: parsed.hostname,
    hostnameUnicode: parsed.unicode,
    kind: parsed.kind,
    registrableDomain: parsed.registrableDomain,
    challengeValue: challenge.value(randomToken(challengeBits)),
    dnsRecords: dnsRecords ?? template,
    metadata,
    endUserRef,
  }));
}

function writerOf(credential: CoveringCredential | undefined): { credentialId: string; zone: string } | null {
  return credential === undefined ? null : { credentialId: credential.id, zone: credential.zone };
}

/** A concurrent request may have committed between our check and our insert: look again who holds the hostname now. */
async function toOutcomes(
  ctx: Context,
  tx: Tx,
  candidates: readonly Candidate[],
  inserts: readonly InsertOutcome[],
): Promise<Outcome[]> {
  const names = candidates.map(({ parsed }) => parsed.hostname);
  const holders = await findConflicts(
    ctx,
    tx,
    names.filter((_, index) => inserts[index]?.kind === "taken"),
  );
  return inserts.map((insert, index) => {
    if (insert.kind === "inserted") return insert.connection;
    if (insert.kind === "over_quota") return insert.refusal;
    const hostname = names[index] ?? "";
    return holders.get(hostname) ?? heldAMomentAgo(hostname);
  });
}

function shift<T>(list: T[]): T {
  const item = list.shift();
  if (item === undefined) throw new Error("there are fewer outcomes than hostnames");
  return item;
}
