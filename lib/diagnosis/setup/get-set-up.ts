import { getBrand } from "@/lib/accounts/branding/get-brand";
import { type ConnectionRow, getConnectionRow } from "@/lib/connections/connection-row";
import { needsJob } from "@/lib/connections/machine";
import { examineShared } from "@/lib/diagnosis/examine-shared";
import type { GetSetUpInput, SetUpResource } from "@/lib/diagnosis/setup/schema";
import { type SetUpInput, writeSetUp } from "@/lib/diagnosis/setup/write-set-up";
import { jobKey } from "@/lib/platform/jobs/catalog";
import type { Context } from "@/lib/platform/ports/context";

/**
 * What the owner of a connection's DNS has to do, how far it is, and when it is expected to be done. Callers within 5 s share a
 * diagnosis.
 * @throws Refusal not_found
 */
export async function getSetUp(ctx: Context, { id, locale }: GetSetUpInput): Promise<SetUpResource> {
  return readSetUp(ctx, await getConnectionRow(ctx, id), { language: locale ?? "en", link: null });
}

/** The same, of a row that the caller has read. */
export async function readSetUp(
  ctx: Context,
  connection: ConnectionRow,
  about: Pick<SetUpInput, "language" | "link">,
): Promise<SetUpResource> {
  const [examination, brand, nextCheckAt] = await Promise.all([
    examineShared(ctx, connection),
    getBrand(ctx),
    findNextCheck(ctx, connection),
  ]);
  return writeSetUp({ ...examination, ...about, connection, brand, nextCheckAt, now: ctx.now() });
}

/** Of the checks that its state needs, the one that is due first. */
async function findNextCheck({ database }: Context, { id, state }: ConnectionRow): Promise<Date | null> {
  const names = (["check-ownership", "check-records", "probe-certificate"] as const).filter((name) =>
    needsJob(state, name),
  );
  const job = await database.prisma.job.findFirst({
    where: { key: { in: names.map((name) => jobKey(name, { connectionId: id })) }, failedAt: null },
    orderBy: { runAt: "asc" },
    select: { runAt: true },
  });
  return job?.runAt ?? null;
}
