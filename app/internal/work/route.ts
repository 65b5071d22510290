import { getRuntime } from "@/lib/api/runtime";
import { isSameSecret } from "@/lib/platform/crypto/hash-secret";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";

const budgetMs = 25_000;

/** Drains jobs for a cron or another machine, and reports what ran. Any number may run at once. */
export async function POST(request: Request): Promise<Response> {
  const runtime = await getRuntime();
  const given = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!given || !isSameSecret(given, runtime.env.worker.secret)) {
    return Response.json(
      { error: { code: "unauthorized", message: "Send WORKER_SECRET as a bearer token." } },
      { status: 401 },
    );
  }
  return Response.json(await drainJobs(runtime.service.database, runtime.drainOptions(budgetMs)));
}
