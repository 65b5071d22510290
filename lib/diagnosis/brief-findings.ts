import { examineConnection } from "@/lib/diagnosis/diagnose-connection";
import type { Finding, RecordAction } from "@/lib/diagnosis/evidence/finding";
import { errorText } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

export type BriefFinding = { code: string; title: string; fix: string; record: RecordAction | null };

const budgetMs = 3_000;
const maxFindings = 10;

/** A summary of why a check failed, for the refusal's details. A diagnosis that fails does not block the refusal. */
export async function briefFindings(ctx: Context, connectionId: string): Promise<BriefFinding[]> {
  try {
    const { findings } = await examineConnection(ctx, connectionId, { budgetMs, failed: true });
    return findings
      .filter(({ severity }) => severity !== "info")
      .slice(0, maxFindings)
      .map(toBrief);
  } catch (error) {
    ctx.log.warn({ connectionId, err: errorText(error) }, "a failed check was not diagnosed");
    return [];
  }
}

function toBrief({ code, title, fix, record }: Finding): BriefFinding {
  return { code, title, fix, record };
}
