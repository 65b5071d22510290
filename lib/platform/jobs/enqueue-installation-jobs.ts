import { installationJobNames, jobCatalog, jobKey } from "@/lib/platform/jobs/catalog";
import type { ServiceContext } from "@/lib/platform/ports/context";

/**
 * Inserts the jobs of the installation that do not exist yet, due now, and restarts those that failed for good. The keys
 * allow one job of each kind, however many processes start.
 */
export async function enqueueInstallationJobs({
  database,
  now,
}: Pick<ServiceContext, "database" | "now">): Promise<void> {
  const rows = installationJobNames.map((name) => ({ name, key: jobKey(name, {}), pool: jobCatalog[name].pool }));
  await database.prisma.$executeRaw`
    INSERT INTO jobs (name, key, payload, pool, run_at, created_at)
    SELECT new.name, new.key, '{}'::jsonb, new.pool, ${now()}, ${now()}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS new(name text, key text, pool text) ORDER BY new.key
    ON CONFLICT (key) DO UPDATE SET run_at = EXCLUDED.run_at, attempts = 0, failed_at = NULL
    WHERE jobs.failed_at IS NOT NULL`;
}
