import { toConnectionResource } from "@/lib/connections/connection-resource";
import { type ConnectionRow, getConnectionRow } from "@/lib/connections/connection-row";
import { getObservations } from "@/lib/connections/get-observations";
import { listEvents } from "@/lib/connections/list-events";
import { waitingSince } from "@/lib/connections/policy";
import type { InstructionRecord } from "@/lib/diagnosis/instructions/instructions";
import { instructionsMail } from "@/lib/diagnosis/instructions/instructions-mail";
import { en } from "@/lib/diagnosis/instructions/languages/en";
import { recordRows } from "@/lib/diagnosis/instructions/record-rows";
import { writeInstructions } from "@/lib/diagnosis/instructions/write-instructions";
import { listSnapshots } from "@/lib/diagnosis/list-snapshots";
import type { FindingResource } from "@/lib/diagnosis/schema";
import { findProvider } from "@/lib/dns/providers/catalog";
import type { Context } from "@/lib/platform/ports/context";
import { actingForConnection } from "@/lib/support/acting-for";
import { listJobsOf } from "@/lib/support/list-jobs-of";
import { readAssignees } from "@/lib/support/read-assignees";
import { recordStaffViews } from "@/lib/support/record-staff-view";
import type { SupportConnection, SupportConnectionIdInput, SupportNoteResource } from "@/lib/support/schema";

const maxNotes = 50;
const maxSnapshots = 10;
const maxEvents = 50;

/**
 * A connection as its tenant sees it, with what support needs besides. Makes no outside calls.
 * @throws Refusal not_found
 */
export async function getSupportConnection(ctx: Context, { id }: SupportConnectionIdInput): Promise<SupportConnection> {
  const acting = await actingForConnection(ctx, id);
  const { prisma } = ctx.database;
  const row = await getConnectionRow(acting, id);
  const [tenant, application, claim, ask, observations, jobs, notes, snapshots, events, assignees] = await Promise.all([
    prisma.tenant.findUniqueOrThrow({
      where: { id: acting.tenantId },
      select: { id: true, name: true, plan: true },
    }),
    prisma.application.findFirstOrThrow({
      where: { id: row.applicationId, tenantId: acting.tenantId },
      select: { id: true, name: true, environment: true },
    }),
    prisma.hostnameClaim.findUnique({
      where: { hostname: row.hostname },
      select: { connectionId: true, tenantId: true, createdAt: true },
    }),
    prisma.askDecision.findUnique({ where: { hostname: row.hostname } }),
    getObservations(acting, { id }),
    listJobsOf(acting, id),
    listNotes(acting, id),
    listSnapshots(acting, { id, limit: maxSnapshots }),
    listEvents(acting, { id, limit: maxEvents }),
    readAssignees(prisma, [id]),
  ]);
  await recordStaffViews(acting, "support.connection_viewed", [
    { tenantId: acting.tenantId, targetId: id, data: { hostname: row.hostname } },
  ]);
  return {
    connection: toConnectionResource(row, ctx),
    tenant,
    application,
    waitingSince: waitingSince(row),
    assignee: assignees.get(id) ?? null,
    observations,
    claim,
    ask: ask && {
      allowed: Number(ask.allowed),
      refused: Number(ask.refused),
      lastAllowed: ask.lastAllowed,
      lastReason: ask.lastReason,
      lastAskedAt: ask.lastAskedAt,
    },
    jobs,
    notes,
    snapshots: snapshots.data,
    events: events.data,
    reply: replyFor(
      row,
      tenant.name,
      recordRows(toConnectionResource(row, ctx), observations),
      snapshots.data[0]?.findings,
    ),
  };
}

/** A mail to the customer, written from the records and the findings. */
export function replyFor(
  row: ConnectionRow,
  company: string,
  records: readonly InstructionRecord[],
  findings: readonly FindingResource[] = [],
): SupportConnection["reply"] {
  const provider = row.provider === null ? null : findProvider(row.provider);
  const asker = { company, application: null, logoUrl: null };
  const instructions = writeInstructions({
    connection: row,
    records,
    findings,
    provider,
    asker,
    reader: "support",
    texts: en,
  });
  return instructionsMail(instructions, { link: null, texts: en });
}

async function listNotes({ tenantId, database }: Context, connectionId: string): Promise<SupportNoteResource[]> {
  const notes = await database.prisma.supportNote.findMany({
    where: { tenantId, connectionId },
    orderBy: { id: "desc" },
    take: maxNotes,
    select: { id: true, author: true, text: true, createdAt: true },
  });
  const colleagues = await database.prisma.user.findMany({
    where: { id: { in: notes.map(({ author }) => staffIdOf(author)) } },
    select: { id: true, name: true, email: true },
  });
  return notes.map((note) => {
    const colleague = colleagues.find(({ id }) => id === staffIdOf(note.author));
    return { ...note, authorName: colleague ? colleague.name || colleague.email : null };
  });
}

/** Only staff write notes: see `actorLabel`. */
function staffIdOf(author: string): string {
  return author.replace(/^staff:/, "");
}
