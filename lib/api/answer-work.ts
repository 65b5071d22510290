import { plainRoute } from "@/lib/api/plain-route";
import { Refusal } from "@/lib/kernel/errors";
import { isSameSecret } from "@/lib/platform/crypto/hash-secret";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";

const budgetMs = 25_000;

/** Drains jobs for a cron or another machine, and reports what ran. Any number may run at once. */
export const answerWork = plainRoute(async (request, runtime) => {
  const given = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!given || !isSameSecret(given, runtime.env.worker.secret)) {
    throw new Refusal("unauthorized", "Send WORKER_SECRET as a bearer token.");
  }
  return Response.json(await drainJobs(runtime.service.database, runtime.drainOptions(budgetMs)));
});
