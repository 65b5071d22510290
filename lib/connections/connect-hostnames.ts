import { assertHostname } from "@/lib/accounts/tokens/assert-hostname";
import { findConflicts, heldAMomentAgo } from "@/lib/connections/hostname-conflict";
import { type Opening, openConnections } from "@/lib/connections/transition";
import type { Application, Connection } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import type { ParsedHostname } from "@/lib/dns/hostname";
import { assertRecordTemplates } from "@/lib/dns/records/assert-records";
import { type RecordTemplate, recordTemplatesSchema } from "@/lib/dns/records/schema";
import { isRefusal, Refusal } from "@/lib/kernel/errors";
import { newId, randomToken } from "@/lib/kernel/ids";
import type { Context } from "@/lib/platform/ports/context";

const challengeBits = 160;

/** A hostname that can be connected as far as its spelling and its records go. */
export type Candidate = { parsed: ParsedHostname; dnsRecords: readonly RecordTemplate[] | null };

export type Outcome = Connection | Refusal;

/**
 * @throws Refusal invalid: the hostname, or a record that no DNS form would take; forbidden where the caller's widget
 * token is for another hostname
 */
export function readCandidate(
  ctx: Context,
  item: { hostname: string; dnsRecords?: readonly RecordTemplate[] | undefined },
): Candidate {
  const parsed = assertHostname(ctx, item.hostname);
  const dnsRecords = item.dnsRecords ?? null;
  if (dnsRecords) assertRecordTemplates(dnsRecords, parsed, ctx.policy.edge, "dns_records");
  return { parsed, dnsRecords };
}

/**
 * The one way in which connections come to be, for one hostname as for 500: what is taken or over the quota is refused
 * for itself alone. In the caller's transaction, which holds the application.
 * @param candidates hostnames that differ from each other; the quota is given out in their order
 * @returns for each candidate, in their order, its connection or the refusal
 */
export async function connectHostnames(
  ctx: Context,
  tx: Tx,
  application: Application,
  candidates: readonly Candidate[],
  options: Pick<Connection, "setupType" | "batchId">,
): Promise<Outcome[]> {
  const conflicts = await findConflicts(
    ctx,
    tx,
    candidates.map(({ parsed }) => parsed.hostname),
  );
  const template = application.recordTemplate === null ? null : recordTemplatesSchema.parse(application.recordTemplate);
  const speaksAgainst = ({ parsed, dnsRecords }: Candidate): Refusal | null =>
    conflicts.get(parsed.hostname) ?? (dnsRecords ? null : findMisfit(ctx, template, parsed));
  const refusals = candidates.map(speaksAgainst);
  const free = candidates.filter((_, index) => refusals[index] === null);
  const openings = await openConnections(ctx, tx, application, toNewConnections(ctx, free, template, options));
  const opened = await outcomesOf(ctx, tx, free, openings);
  return refusals.map((refusal) => refusal ?? take(opened));
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
 * Each keeps the template of this moment: what a customer was told holds for them, whatever the application says later.
 * Ids of one moment follow the order of the candidates backwards, so that a list, newest first, shows that order.
 */
function toNewConnections(
  ctx: Context,
  candidates: readonly Candidate[],
  template: readonly RecordTemplate[] | null,
  options: Pick<Connection, "setupType" | "batchId">,
) {
  const ids = candidates.map(() => newId(ctx.now())).sort();
  return candidates.map(({ parsed, dnsRecords }) => ({
    ...options,
    id: take(ids, "last"),
    hostname: parsed.hostname,
    hostnameUnicode: parsed.unicode,
    kind: parsed.kind,
    registrableDomain: parsed.registrableDomain,
    challengeValue: `cd-verify-${randomToken(challengeBits)}`,
    dnsRecords: dnsRecords ?? template,
  }));
}

/** A twin that was committed between our look and our insert is looked up again, to say who holds the name now. */
async function outcomesOf(
  ctx: Context,
  tx: Tx,
  candidates: readonly Candidate[],
  openings: readonly Opening[],
): Promise<Outcome[]> {
  const names = candidates.map(({ parsed }) => parsed.hostname);
  const holders = await findConflicts(
    ctx,
    tx,
    names.filter((_, index) => openings[index]?.kind === "taken"),
  );
  return openings.map((opening, index) => {
    if (opening.kind === "opened") return opening.connection;
    if (opening.kind === "over_quota") return opening.refusal;
    const hostname = names[index] ?? "";
    return holders.get(hostname) ?? heldAMomentAgo(hostname);
  });
}

function take<T>(list: T[], end: "first" | "last" = "first"): T {
  const item = end === "first" ? list.shift() : list.pop();
  if (item === undefined) throw new Error("a list of outcomes is shorter than what it answers");
  return item;
}
